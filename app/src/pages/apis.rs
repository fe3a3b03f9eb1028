//! APIs: whoever takes access tokens.

mod api;
mod create;
mod current;
mod grant_row;
mod machines;
mod permissions;
mod ready_curl;
mod settings;

use leptos::prelude::*;
use leptos_meta::Title;
use model::{ResourceServer, ResourceServerPage};

use self::create::CreateApi;
use crate::components::{Badge, EmptyState, ErrorState, Icon, Number, SkeletonRows, Tone, use_permission};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::resource_servers::list_resource_servers;

pub use self::api::ApiPage;
pub(crate) use self::grant_row::GrantRow;
pub use self::machines::ApiMachines;
pub use self::permissions::ApiPermissions;
pub use self::settings::ApiSettings;

/// The address of an API's page.
fn api_path(id: &str) -> String {
    format!("/apis/{}", crate::paths::encode(id))
}

/// Every API of the tenant.
#[component]
pub fn ApisPage() -> impl IntoView {
    let after = RwSignal::new(None::<String>);
    let loaded = Loaded::new_with_options(move || after.get(), list_resource_servers, false);
    let creating = RwSignal::new(false);
    let permission = use_permission();
    let shown = move |answer: Answer<ResourceServerPage>| match answer {
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
        Ok(page) if page.resource_servers.is_empty() => {
            view! { <EmptyState icon="braces" title="No APIs yet" text="An API is whoever takes access tokens."/> }
                .into_any()
        }
        Ok(page) => view! { <Table page=page after=after/> }.into_any(),
    };
    let create = move |_| {
        if permission.may_edit.get_untracked() {
            creating.set(true);
        }
    };
    view! {
        <Title text="APIs · Roster"/>
        <section class="page">
            <header class="page-head">
                <h1>"APIs"</h1>
                <div class="page-actions">
                    <button
                        type="button"
                        class="button button-primary"
                        aria-haspopup="dialog"
                        aria-disabled=move || (!permission.may_edit.get()).then_some("true")
                        title=move || permission.reason.get()
                        on:click=create
                    >
                        <Icon name="plus"/>
                        "Create API"
                    </button>
                </div>
            </header>
            <p class="page-note">
                "Whoever takes access tokens: an application asks for the API by its identifier, the audience, and gets a token with \
                 the scopes that it may have."
            </p>
            <Suspense fallback=|| view! { <Loading/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
        <CreateApi open=creating/>
    }
    .into_any()
}

#[component]
fn Table(page: ResourceServerPage, after: RwSignal<Option<String>>) -> impl IntoView {
    let rows = page.resource_servers.into_iter().map(row).collect_view();
    let is_first = after.read_untracked().is_none();
    let next = page.next;
    let pager = (!is_first || next.is_some()).then(|| {
        let has_next = next.is_some();
        view! {
            <nav class="pager" aria-label="Pages of APIs">
                <button type="button" class="button" disabled=is_first on:click=move |_| after.set(None)>"First"</button>
                <button type="button" class="button" disabled=!has_next on:click=move |_| after.set(next.clone())>"Next"</button>
            </nav>
        }
        .into_any()
    });
    view! {
        <div class="table-box">
            <div class="table-scroll" role="region" aria-label="APIs" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Identifier (audience)"</th>
                            <th scope="col" class="figure">"Scopes"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
        {pager}
    }
    .into_any()
}

fn row(api: ResourceServer) -> AnyView {
    let scopes = i64::try_from(api.scopes.len()).unwrap_or(i64::MAX);
    let system = api.is_system.then(|| view! { <Badge tone=Tone::Neutral>"system"</Badge> }.into_any());
    view! {
        <tr>
            <th scope="row">
                <span class="connection-cell">
                    <Icon name="braces"/>
                    <a href=api_path(&api.id)><bdi>{api.name}</bdi></a>
                    {system}
                </span>
            </th>
            <td><code>{api.identifier}</code></td>
            <td class="figure"><Number value=scopes/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="table-box">
            <span class="visually-hidden" role="status">"Loading APIs"</span>
            <table class="table table-loading"><tbody><SkeletonRows rows=3 columns=3/></tbody></table>
        </div>
    }
    .into_any()
}
