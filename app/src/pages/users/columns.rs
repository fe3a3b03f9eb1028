//! Which columns the table has.

use leptos::prelude::*;
use model::UserSort;

use super::list::List;
use crate::components::{Menu, MenuItem};
use crate::preferences::use_preferences;

/// A column that can be left out. The name is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Connection,
    Logins,
    LatestLogin,
    Status,
    UserId,
    Created,
    Username,
}

impl Column {
    const ALL: [Column; 7] =
        [Self::Connection, Self::Logins, Self::LatestLogin, Self::Created, Self::Status, Self::Username, Self::UserId];

    const USUAL: [Column; 4] = [Self::Connection, Self::Logins, Self::LatestLogin, Self::Status];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Connection => "Connection",
            Self::Logins => "Logins",
            Self::LatestLogin => "Latest login",
            Self::Status => "Status",
            Self::UserId => "User id",
            Self::Created => "Created",
            Self::Username => "Username",
        }
    }

    /// The class of its cells, and its name in the cookie.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Logins => "logins",
            Self::LatestLogin => "latest-login",
            Self::Status => "status",
            Self::UserId => "user-id",
            Self::Created => "created",
            Self::Username => "username",
        }
    }

    /// What its head sorts by.
    pub(super) fn sort(self) -> Option<UserSort> {
        match self {
            Self::Logins => Some(UserSort::Logins),
            Self::LatestLogin => Some(UserSort::LatestLogin),
            Self::Created => Some(UserSort::Created),
            _ => None,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Connection => "database",
            Self::Logins => "log-in",
            Self::LatestLogin => "clock",
            Self::Status => "info",
            Self::UserId => "key",
            Self::Created => "calendar",
            Self::Username => "user",
        }
    }
}

/// The chosen columns, always in the same order; the usual ones where nothing was chosen.
pub(super) fn chosen(names: Option<&str>) -> Vec<Column> {
    match names {
        None => Column::USUAL.to_vec(),
        Some(names) => Column::ALL.into_iter().filter(|column| names.split(',').any(|n| n == column.name())).collect(),
    }
}

fn toggled(columns: &[Column], column: Column) -> String {
    let stays = |other: &Column| columns.contains(other) != (*other == column);
    Column::ALL.into_iter().filter(stays).map(Column::name).collect::<Vec<_>>().join(",")
}

/// Shows and hides columns.
#[component]
pub(super) fn ColumnMenu(list: List) -> impl IntoView {
    let preferences = use_preferences();
    let items = move || {
        Column::ALL
            .into_iter()
            .map(|column| {
                let is_shown = Signal::derive(move || list.columns.with(|columns| columns.contains(&column)));
                let toggle =
                    move |()| preferences.set_columns(list.columns.with_untracked(|columns| toggled(columns, column)));
                view! {
                    <MenuItem icon=column.icon() label=column.label() checked=is_shown multiple=true on_select=toggle/>
                }
                .into_any()
            })
            .collect_view()
    };
    view! { <Menu label="Columns" icon="columns" show_label=true>{items()}</Menu> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_remembered_and_unknown_names_are_left_out() {
        assert_eq!(chosen(None), Column::USUAL);
        assert_eq!(chosen(Some("created,nonsense,logins")), [Column::Logins, Column::Created]);
        assert_eq!(chosen(Some("")), []);
    }

    #[test]
    fn a_column_is_shown_and_hidden() {
        let with = toggled(&Column::USUAL, Column::Created);
        assert_eq!(with, "connection,logins,latest-login,created,status");
        assert_eq!(chosen(Some(&toggled(&chosen(Some(&with)), Column::Created))), Column::USUAL);
    }
}
