//! The state of the list, all of which stands in the page's address.

use model::{PAGE_SIZES, SortOrder, Timestamp, UserQuery, UserSort, UserStatus};

use crate::paths::{decode, encode};

/// Where the list is.
pub(crate) const PATH: &str = "/users";

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// Which users, in which order, and where to begin.
    pub(crate) query: UserQuery,
    /// How many rows come before the first one; known as long as one came here page by page.
    pub(crate) at: Option<i64>,
}

impl Address {
    /// Reads the part after the `?`. What is not understood is left out, so that an address never fails.
    pub(crate) fn parse(search: &str) -> Self {
        let mut address = Self::default();
        for pair in search.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            if !value.is_empty() {
                address.take(&decode(key), value);
            }
        }
        address
    }

    fn take(&mut self, key: &str, value: String) {
        let query = &mut self.query;
        match key {
            "q" => query.q = value,
            "connection" => query.connection = Some(value),
            "status" => query.status = UserStatus::parse(&value),
            "created_from" => query.created_from = date(value),
            "created_to" => query.created_to = date(value),
            "login_from" => query.login_from = date(value),
            "login_to" => query.login_to = date(value),
            "sort" => query.sort = UserSort::parse(&value).unwrap_or(query.sort),
            "order" => query.order = SortOrder::parse(&value).unwrap_or(query.order),
            "cursor" => query.cursor = Some(value),
            "page_size" => {
                query.page_size =
                    value.parse().ok().filter(|size| PAGE_SIZES.contains(size)).unwrap_or(query.page_size);
            }
            "at" => self.at = value.parse().ok().filter(|at| *at >= 0),
            _ => {}
        }
    }

    /// Names and values of everything that is not as it is without being said.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let Self { query, at } = self;
        let plain = UserQuery::default();
        let said = |is_said: bool, value: &str| is_said.then(|| value.to_owned());
        let pairs = [
            ("q", said(!query.q.is_empty(), &query.q)),
            ("status", query.status.map(|status| status.as_str().to_owned())),
            ("connection", query.connection.clone()),
            ("created_from", query.created_from.clone()),
            ("created_to", query.created_to.clone()),
            ("login_from", query.login_from.clone()),
            ("login_to", query.login_to.clone()),
            ("sort", said(query.sort != plain.sort, query.sort.as_str())),
            ("order", said(query.order != plain.order, query.order.as_str())),
            ("page_size", (query.page_size != plain.page_size).then(|| query.page_size.to_string())),
            ("cursor", query.cursor.clone()),
            ("at", at.filter(|_| query.cursor.is_some()).map(|at| at.to_string())),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The address with this state.
    pub(crate) fn url(&self) -> String {
        let pairs: Vec<String> =
            self.pairs().into_iter().map(|(name, value)| format!("{name}={}", encode(&value))).collect();
        if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
    }

    /// The same list changed, from its first page.
    pub(crate) fn with(&self, change: impl FnOnce(&mut UserQuery)) -> Self {
        let mut query = self.query.clone();
        query.cursor = None;
        change(&mut query);
        Self { query, at: None }
    }

    /// Another page of the same list.
    pub(crate) fn page(&self, cursor: &str, at: Option<i64>) -> Self {
        Self { query: UserQuery { cursor: Some(cursor.to_owned()), ..self.query.clone() }, at }
    }

    /// The same order and size, but nobody left out.
    pub(crate) fn without_filters(&self) -> Self {
        let UserQuery { sort, order, page_size, .. } = self.query;
        Self { query: UserQuery { sort, order, page_size, ..UserQuery::default() }, at: None }
    }

    /// Sorted by `sort`: in the direction that is wanted first, or turned round if it was sorted by that already.
    pub(crate) fn sorted_by(&self, sort: UserSort) -> Self {
        let is_same = self.query.sort == sort;
        let order = if is_same { self.query.order.reversed() } else { first_order(sort) };
        self.with(|query| (query.sort, query.order) = (sort, order))
    }

    /// Who matches, whatever the order and page: what is to be counted.
    pub(crate) fn filter(&self) -> UserQuery {
        let UserQuery { sort, order, page_size, .. } = UserQuery::default();
        UserQuery { sort, order, page_size, cursor: None, ..self.query.clone() }
    }

    /// How many rows come before the first one, where that is known.
    pub(crate) fn offset(&self) -> Option<i64> {
        if self.query.cursor.is_none() { Some(0) } else { self.at }
    }
}

/// Names from A; figures and times from the largest.
pub(crate) fn first_order(sort: UserSort) -> SortOrder {
    match sort {
        UserSort::Name | UserSort::Email => SortOrder::Ascending,
        UserSort::Logins | UserSort::LatestLogin | UserSort::Created => SortOrder::Descending,
    }
}

fn date(text: String) -> Option<String> {
    Timestamp::from_date(&text).map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Address {
        Address {
            query: UserQuery {
                q: "ada & grace+x 100%".to_owned(),
                connection: Some("Username-Password-Authentication".to_owned()),
                status: Some(UserStatus::Blocked),
                created_from: Some("2026-01-01".to_owned()),
                created_to: Some("2026-02-28".to_owned()),
                login_from: Some("2026-03-01".to_owned()),
                login_to: Some("2026-03-31".to_owned()),
                sort: UserSort::LatestLogin,
                order: SortOrder::Ascending,
                cursor: Some("a=b|c/ü".to_owned()),
                page_size: 100,
            },
            at: Some(200),
        }
    }

    #[test]
    fn an_address_survives_its_text() {
        for address in [Address::default(), full(), full().with(|_| ()), full().without_filters()] {
            let url = address.url();
            let search = url.split_once('?').map_or("", |(_, search)| search);
            assert_eq!(Address::parse(search), address, "{url}");
        }
    }

    #[test]
    fn what_is_as_always_is_not_said() {
        assert_eq!(Address::default().url(), "/users");
        assert_eq!(Address::parse("?q=ada+lovelace").url(), "/users?q=ada%20lovelace");
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let search = "status=gone&sort=shoe&order=up&page_size=7&created_from=2026-02-30&at=-1&x=1&&=&q&%zz=1&cursor=";
        assert_eq!(Address::parse(search), Address::default());
    }

    #[test]
    fn a_change_begins_at_the_first_page() {
        let changed = full().with(|query| query.status = None);
        assert_eq!((changed.query.cursor, changed.at, changed.query.page_size), (None, None, 100));
        assert!(!full().without_filters().query.is_filtered());
    }

    #[test]
    fn sorting_again_turns_round() {
        let by_name = Address::default().sorted_by(UserSort::Name);
        assert_eq!(by_name.query.order, SortOrder::Ascending);
        assert_eq!(by_name.sorted_by(UserSort::Name).query.order, SortOrder::Descending);
        assert_eq!(by_name.sorted_by(UserSort::Logins).query.order, SortOrder::Descending);
    }

    #[test]
    fn the_offset_is_known_on_the_first_page_and_page_by_page() {
        assert_eq!(Address::default().offset(), Some(0));
        assert_eq!(Address::parse("cursor=x").offset(), None);
        assert_eq!(Address::parse("cursor=x&at=50").offset(), Some(50));
    }
}
