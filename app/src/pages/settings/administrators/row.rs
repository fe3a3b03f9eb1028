//! One administrator.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Administrator, Role};

use super::{Administrators, roles};
use crate::components::{Badge, Icon, Switch, Tone, When, use_toasts};
use crate::functions::administrators::update_administrator;

#[component]
pub(super) fn Row(list: Administrators, administrator: Administrator) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let toasts = use_toasts();
    let Administrator { id, email, role, may_impersonate, created_at } = administrator.clone();
    let is_own = Memo::new({
        let email = email.clone();
        move |_| list.own.with(|own| *own == email)
    });
    let (stored, chosen) = (role, RwSignal::new(role.as_str()));
    let save = {
        let (id, email) = (id.clone(), email.clone());
        Callback::new(move |(role, may_impersonate): (Role, bool)| {
            if is_busy.get_untracked() {
                return;
            }
            is_busy.set(true);
            let (id, email) = (id.clone(), email.clone());
            spawn_local(async move {
                let answer = update_administrator(id, role, may_impersonate).await;
                let _ = is_busy.try_set(false);
                match answer {
                    Ok(all) => {
                        toasts.done(format!("{email} was changed"));
                        let _ = list.all.try_set(all);
                    }
                    Err(refusal) => {
                        toasts.failed(refusal.message.clone());
                        let _ = chosen.try_set(stored.as_str());
                    }
                }
            });
        })
    };
    let choices = roles()
        .into_iter()
        .map(|(value, text)| {
            let is_chosen = value == role.as_str();
            view! { <option value=value selected=is_chosen>{text}</option> }.into_any()
        })
        .collect_view();
    let label = format!("Role of {email}");
    let own = move || is_own.get().then(|| view! { " "<Badge tone=Tone::Neutral>"you"</Badge> }.into_any());
    let remove = format!("Remove {email}");
    let reason = move || is_own.get().then_some("Nobody removes themselves: ask another owner");
    view! {
        <tr>
            <th scope="row"><bdi>{email.clone()}</bdi>{own}</th>
            <td>
                <select
                    class="select"
                    aria-label=label
                    disabled=is_own
                    prop:value=move || chosen.get()
                    on:change=move |event| {
                        if let Some(role) = Role::parse(&event_target_value(&event)) {
                            chosen.set(role.as_str());
                            save.run((role, may_impersonate));
                        }
                    }
                >
                    {choices}
                </select>
            </td>
            <td>
                <Switch
                    label=format!("{email} may sign in as users")
                    is_on=Signal::stored(may_impersonate)
                    busy=is_busy
                    on_switch=move |is_on| save.run((role, is_on))
                />
            </td>
            <td><When at=Some(created_at)/></td>
            <td class="figure">
                <button
                    type="button"
                    class="button button-small"
                    aria-haspopup="dialog"
                    aria-label=remove
                    aria-disabled=move || is_own.get().then_some("true")
                    title=reason
                    on:click=move |_| {
                        if !is_own.get_untracked() {
                            list.removing.set(Some(administrator.clone()));
                        }
                    }
                >
                    <Icon name="trash"/>
                    "Remove"
                </button>
            </td>
        </tr>
    }
    .into_any()
}
