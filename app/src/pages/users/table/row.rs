//! One user.

use leptos::prelude::*;
use model::UserRow;

use super::super::actions;
use super::super::columns::Column;
use super::super::list::List;
use crate::components::{Avatar, Badge, Icon, Menu, MenuItem, MenuLink, MenuSeparator, Number, Tone, UserBadges, When};
use crate::paths::user_path;

#[component]
pub(super) fn Row(list: List, user: UserRow, columns: Vec<Column>) -> impl IntoView {
    let id = StoredValue::new(user.user_id.clone());
    let is_selected = move || id.with_value(|id| list.selection.contains(id));
    let cells = columns.into_iter().map(|column| cell(column, &user)).collect_view();
    view! {
        <tr class:row-selected=is_selected>
            <td class="cell-select">
                <input
                    type="checkbox"
                    class="checkbox"
                    aria-label=format!("Select {}", user.name)
                    prop:checked=is_selected
                    on:change=move |event| id.with_value(|id| list.selection.set(id, event_target_checked(&event)))
                />
            </td>
            <th scope="row" class="cell-name">
                <div class="person">
                    <Avatar name=user.name.clone() id=user.user_id.to_string()/>
                    <div class="person-text">
                        <a href=user_path(&user.user_id) dir="auto">{user.name.clone()}</a>
                        <span class="person-email" dir="auto">{user.email.clone()}</span>
                    </div>
                </div>
            </th>
            {cells}
            <td class="cell-actions"><RowMenu list=list user=user/></td>
        </tr>
    }
}

fn cell(column: Column, user: &UserRow) -> AnyView {
    let class = format!("cell-{}", column.name());
    match column {
        Column::Connection => {
            let mut names = user.connections.iter();
            let first = names.next().cloned();
            let more = names.len();
            let all = user.connections.join(", ");
            let more = (more > 0).then(|| view! { <Badge tone=Tone::Neutral>{format!("+{more}")}</Badge> }.into_any());
            view! { <td class=class><span class="connection" title=all><Icon name="database"/><span>{first}</span>{more}</span></td> }
                .into_any()
        }
        Column::Logins => view! { <td class=class><Number value=user.logins_count/></td> }.into_any(),
        Column::LatestLogin => view! { <td class=class><When at=user.last_login/></td> }.into_any(),
        Column::Created => view! { <td class=class><When at=Some(user.created_at)/></td> }.into_any(),
        Column::Status => view! {
            <td class=class>
                <UserBadges
                    blocked=user.blocked
                    pending=user.last_login.is_none()
                    unverified=user.email.is_some() && !user.email_verified
                />
            </td>
        }
        .into_any(),
        Column::Username => {
            view! { <td class=class dir="auto">{user.username.clone().unwrap_or_else(|| "–".to_owned())}</td> }
                .into_any()
        }
        Column::UserId => view! { <td class=class><code>{user.user_id.to_string()}</code></td> }.into_any(),
    }
}

#[component]
fn RowMenu(list: List, user: UserRow) -> impl IntoView {
    let is_refused = Signal::derive(move || !list.permission.may_edit.get());
    let reason = list.permission.reason;
    let label = format!("Actions for {}", user.name);
    let href = user_path(&user.user_id);
    let user = StoredValue::new(user);
    let is_blocked = user.with_value(|user| user.blocked);
    let (icon, word) = if is_blocked { ("unblock", "Unblock") } else { ("block", "Block") };
    view! {
        <Menu label=label icon="more">
            <MenuLink icon="eye" label="View" href=href.clone()/>
            <MenuItem
                icon=icon
                label=word
                disabled=is_refused
                reason=reason
                on_select=move |()| {
                    if is_blocked {
                        actions::set_blocked(list, user.get_value(), false);
                    } else {
                        actions::block(list, user.get_value());
                    }
                }
            />
            <MenuSeparator/>
            <MenuItem
                icon="trash"
                label="Delete"
                danger=true
                disabled=is_refused
                reason=reason
                on_select=move |()| list.deleting.set(Some(user.get_value()))
            />
        </Menu>
    }
}
