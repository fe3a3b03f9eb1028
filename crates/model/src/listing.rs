//! Lists in parts, as programs ask for them.

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListPart {
    /// In order, so many from the one of that number on.
    Numbered {
        /// How many are passed over.
        offset: i64,
        /// How many are wanted.
        limit: i64,
        /// Whether to count them all.
        is_total_wanted: bool,
    },
    /// By id, so many after the one of that id.
    After {
        /// The `next` of an earlier part; none for the first one.
        id: Option<String>,
        /// How many are wanted.
        limit: i64,
    },
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// What is in it.
    pub items: Vec<T>,
    /// How many there are in all, where that was asked.
    pub total: Option<i64>,
    /// After which id the list goes on, where it was asked for by id; none at its end.
    pub next: Option<String>,
}

impl ListPart {
    /// How many are wanted.
    pub fn limit(&self) -> i64 {
        match self {
            Self::Numbered { limit, .. } | Self::After { limit, .. } => *limit,
        }
    }

    /// This part of a list that is at hand as a whole, in order.
    pub fn cut<T>(&self, mut all: Vec<T>, id: impl Fn(&T) -> &str) -> Listed<T> {
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        match self {
            Self::Numbered { offset, limit, is_total_wanted } => {
                let (offset, limit) = (size(*offset), size(*limit));
                let items = all.into_iter().skip(offset).take(limit).collect();
                Listed { items, total: is_total_wanted.then_some(total), next: None }
            }
            Self::After { id: after, .. } => {
                all.sort_by(|one, other| id(one).cmp(id(other)));
                all.retain(|item| after.as_deref().is_none_or(|after| id(item) > after));
                self.ended(all, id)
            }
        }
    }

    /// What was found of this part, where one more than was wanted tells that it is not the last.
    pub fn ended<T>(&self, mut items: Vec<T>, id: impl Fn(&T) -> &str) -> Listed<T> {
        let limit = size(self.limit());
        let has_more = items.len() > limit;
        items.truncate(limit);
        let is_by_id = matches!(self, Self::After { .. });
        let next = items.last().filter(|_| has_more && is_by_id).map(|last| id(last).to_owned());
        Listed { items, total: None, next }
    }
}

impl<T> Listed<T> {
    /// The same part of what these become.
    pub fn map<U>(self, to: impl FnMut(T) -> U) -> Listed<U> {
        Listed { items: self.items.into_iter().map(to).collect(), total: self.total, next: self.next }
    }
}

fn size(number: i64) -> usize {
    usize::try_from(number.max(0)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<&'static str> {
        vec!["d", "b", "c", "a", "e"]
    }

    fn id<'a>(item: &'a &str) -> &'a str {
        item
    }

    #[test]
    fn a_numbered_part_keeps_the_order_and_counts_all_where_it_is_asked_to() {
        let part =
            |offset, limit, is_total_wanted| ListPart::Numbered { offset, limit, is_total_wanted }.cut(all(), id);
        assert_eq!(part(1, 2, true), Listed { items: vec!["b", "c"], total: Some(5), next: None });
        assert_eq!(part(4, 9, false), Listed { items: vec!["e"], total: None, next: None });
        assert_eq!(part(7, 9, true), Listed { items: vec![], total: Some(5), next: None });
    }

    #[test]
    fn by_id_every_item_comes_once() {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let part = ListPart::After { id: after, limit: 2 }.cut(all(), id);
            seen.extend(part.items);
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["a", "b", "c", "d", "e"]);
    }
}
