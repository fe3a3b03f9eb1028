//! The pages that the browser loads when they are opened, each from a file beside the main WASM.
//!
//! The server renders them like all others, and names their files in the first HTML, so that the browser loads them
//! together with the main WASM.

use leptos::prelude::*;

/// One line makes one file: the module below `pages`, whose name the file has too, and those of its components that
/// routes show. A route shows one with `view=user::UserPage()`.
macro_rules! chunks {
    ($($chunk:ident { $($page:ident),+ })+) => {
        $(
            #[doc = concat!("The pages of `pages::", stringify!($chunk), "`, loaded when one of them is opened.")]
            pub(crate) mod $chunk {
                use leptos::prelude::*;
                use leptos_router::{Lazy, LazyRoute};

                $(chunks!(@page $chunk $page);)+
            }
        )+

        /// Loads what the first HTML shows, before it is hydrated: hydration finds all of it at hand and runs through.
        #[cfg(feature = "hydrate")]
        pub async fn load_shown() {
            $(if is_shown(stringify!($chunk)) {
                $(<$chunk::$page as leptos_router::LazyRoute>::preload().await;)+
            })+
        }
    };
    (@page $chunk:ident $page:ident) => {
        pub(crate) struct $page {}

        #[expect(non_snake_case, reason = "the name of the component that it stands for")]
        pub(crate) fn $page() -> Lazy<$page> {
            Lazy::new()
        }

        const _: () = {
            #[lazy($chunk)]
            fn view() -> AnyView {
                crate::pages::$chunk::$page().into_any()
            }

            impl LazyRoute for $page {
                fn data() -> Self {
                    Self {}
                }

                async fn view(_page: Self) -> AnyView {
                    #[cfg(feature = "ssr")]
                    super::show(stringify!($chunk));
                    view().await
                }

                #[cfg(feature = "hydrate")]
                async fn preload() {
                    __preload_view().await;
                }
            }
        };
    };
}

chunks! {
    apis { ApisPage, ApiPage, ApiSettings, ApiPermissions, ApiMachines }
    applications {
        ApplicationsPage, ApplicationPage, ApplicationSettings, ApplicationCredentials, ApplicationConnections,
        ApplicationApis, ApplicationQuickstart
    }
    connections { ConnectionsPage, ConnectionPage, ConnectionSettings, ConnectionApplications }
    devices { Devices }
    history { History }
    impersonations { ImpersonationsPage }
    jobs { ExportPage, ImportPage, JobPage, JobsPage }
    locations { Locations }
    logs { LogsPage }
    management_api { ManagementApiPage }
    mail { MailPage, Outbox, Settings, TemplatePage, Templates }
    settings { SettingsPage, TenantTab, AdministratorsTab, KeysTab, LogStreamsTab }
    user { UserPage, Details, RawJson }
}

/// What a dialog holds, loaded when it is opened; never in the first HTML.
pub(crate) mod sign_in_as {
    use leptos::prelude::*;

    #[lazy(sign_in_as)]
    pub(crate) fn fields() -> AnyView {
        crate::pages::sign_in_as::Content().into_any()
    }
}

/// What the page of users needs only once somebody does something on it: its dialogs, and what helps with searches. Loaded
/// when a part of it is first wanted; never in the first HTML.
pub(crate) mod users_parts {
    use std::sync::OnceLock;

    use leptos::prelude::*;

    use crate::effect::effect;
    use crate::pages::users::parts::{Part, view};

    /// What draws a part, once the chunk is there.
    static VIEW: OnceLock<fn(Part) -> AnyView> = OnceLock::new();

    #[lazy(users_parts)]
    fn draw() -> fn(Part) -> AnyView {
        view
    }

    /// That part, at once where the chunk is there. A `Suspense` would be more than a kilobyte of the main part.
    pub(crate) fn later(wanted: Part) -> AnyView {
        let is_loaded = RwSignal::new(VIEW.get().is_some());
        effect(move || {
            if is_loaded.get() {
                return;
            }
            leptos::task::spawn_local(async move {
                let drawing = draw().await;
                let _ = VIEW.get_or_init(|| drawing);
                let _ = is_loaded.try_set(true);
            });
        });
        (move || is_loaded.get().then(|| VIEW.get().map(|view| view(wanted)))).into_any()
    }
}

/// The chunks whose files stand in the head of this first HTML.
#[cfg(feature = "ssr")]
#[derive(Clone, Default)]
pub(crate) struct Shown(std::sync::Arc<std::sync::Mutex<Vec<&'static str>>>);

/// Writes the chunk's files into the head of the first HTML, once.
#[cfg(feature = "ssr")]
fn show(chunk: &'static str) {
    let (Some(Shown(shown)), Some(assets)) = (use_context(), use_context::<crate::Assets>()) else { return };
    let Ok(mut shown) = shown.lock() else { return };
    if shown.contains(&chunk) {
        return;
    }
    shown.push(chunk);
    for (number, href) in assets.chunks.get(chunk).cloned().unwrap_or_default().into_iter().enumerate() {
        let id = if number == 0 { id(chunk) } else { format!("{}-{number}", id(chunk)) };
        let link = view! {
            <leptos_meta::Link id rel="preload" as_="fetch" crossorigin="anonymous" href/>
        };
        // Rendering it is what puts it into the head.
        _ = link.to_html();
    }
}

#[cfg(feature = "hydrate")]
fn is_shown(chunk: &str) -> bool {
    document().get_element_by_id(&id(chunk)).is_some()
}

/// Of the link to the chunk's first file.
fn id(chunk: &str) -> String {
    format!("chunk-{chunk}")
}
