//! One mail in full.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Mail, MailState};

use super::table::StateBadge;
use crate::components::{CopyButton, Dialog, ErrorState, Icon, SkeletonText, When, use_toasts};
use crate::effect::effect;
use crate::functions::Answer;
use crate::functions::mails::{get_mail, send_mail_again};
use crate::user_path;

/// The mail that was opened: its link, its text, and its HTML as text.
#[component]
pub(super) fn MailDialog(opened: RwSignal<Option<String>>, refresh: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let mail = RwSignal::new(None::<Answer<Mail>>);
    let load = move || {
        let Some(id) = opened.get() else { return };
        mail.set(None);
        open.set(true);
        spawn_local(async move {
            let answer = get_mail(id).await;
            let _ = mail.try_set(Some(answer));
        });
    };
    effect(load);
    let title = Signal::derive(move || match &*mail.read() {
        Some(Ok(mail)) => mail.row.subject.clone(),
        _ => "Mail".to_owned(),
    });
    let content = move || match mail.get() {
        None => view! { <div class="dialog-content"><SkeletonText lines=8/></div> }.into_any(),
        Some(Ok(found)) => view! { <Found found=found mail=mail refresh=refresh/> }.into_any(),
        Some(Err(refusal)) => view! { <ErrorState failure=refusal retry=move |()| opened.notify()/> }.into_any(),
    };
    view! {
        <Dialog open=open title=title wide=true on_close=move |()| opened.set(None)>
            {content}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Found(found: Mail, mail: RwSignal<Option<Answer<Mail>>>, refresh: Callback<()>) -> impl IntoView {
    let link = link_in(&found.text).map(|link| view! { <MailLink link=link/> }.into_any());
    let Mail { row, text, html, .. } = found.clone();
    view! {
        <div class="dialog-content mail">
            <Facts mail=found/>
            {link}
            <h3>"Text"</h3>
            <pre class="mail-source" tabindex="0">{text}</pre>
            <details>
                <summary>"HTML"</summary>
                <pre class="mail-source" tabindex="0">{html}</pre>
            </details>
        </div>
        <footer class="dialog-foot">
            <SendAgain id=row.id state=row.state mail=mail refresh=refresh/>
        </footer>
    }
    .into_any()
}

#[component]
fn Facts(mail: Mail) -> impl IntoView {
    let Mail { row, sender, .. } = mail;
    let sender = if sender.is_empty() { "as in the SMTP settings".to_owned() } else { sender };
    let user = row.user_id.map(|id| {
        view! {
            <div class="fact">
                <dt>"User"</dt>
                <dd><a href=user_path(&id)><bdi>{id.to_string()}</bdi></a></dd>
            </div>
        }
        .into_any()
    });
    let error = row
        .error
        .map(|error| view! { <div class="fact"><dt>"Last try"</dt><dd><bdi>{error}</bdi></dd></div> }.into_any());
    view! {
        <dl class="facts">
            <div class="fact"><dt>"To"</dt><dd><bdi>{row.recipient}</bdi></dd></div>
            <div class="fact"><dt>"From"</dt><dd><bdi>{sender}</bdi></dd></div>
            {user}
            <div class="fact"><dt>"Written"</dt><dd><When at=Some(row.created_at)/></dd></div>
            <div class="fact"><dt>"State"</dt><dd><StateBadge state=row.state/></dd></div>
            {error}
        </dl>
    }
    .into_any()
}

/// The link is not opened by a click: that would use it up for the user.
#[component]
fn MailLink(link: String) -> impl IntoView {
    view! {
        <div class="mail-link">
            <code><bdi>{link.clone()}</bdi></code>
            <CopyButton text=link label="Copy the link"/>
        </div>
    }
    .into_any()
}

#[component]
fn SendAgain(
    id: String,
    state: MailState,
    mail: RwSignal<Option<Answer<Mail>>>,
    refresh: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let send = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            match send_mail_again(id).await {
                Ok(sent) => {
                    toasts.done("The mail waits to be sent");
                    let _ = mail.try_set(Some(Ok(sent)));
                    refresh.run(());
                }
                Err(refusal) => toasts.failed(refusal.0.message),
            }
            let _ = busy.try_set(false);
        });
    };
    let label = if state == MailState::Sent { "Send Again" } else { "Send Now" };
    view! {
        <button type="button" class="button" aria-disabled=move || busy.get().then_some("true") on:click=send>
            <Icon name="mail"/>
            {label}
        </button>
    }
    .into_any()
}

/// The first address of the web in a text.
fn link_in(text: &str) -> Option<String> {
    let start = text.find("https://").into_iter().chain(text.find("http://")).min()?;
    text[start..].split(char::is_whitespace).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::link_in;

    #[test]
    fn the_link_of_a_mail_is_found() {
        assert_eq!(link_in("a\n\nhttps://x/u?ticket=1\n\nb").as_deref(), Some("https://x/u?ticket=1"));
        assert_eq!(link_in("see http://localhost:8080/u").as_deref(), Some("http://localhost:8080/u"));
        assert_eq!(link_in("nothing"), None);
    }
}
