//! The rows of the page.

use leptos::prelude::*;
use model::{Connection, PasswordPolicy};

use super::connection_path;
use crate::components::{Badge, EmptyState, ErrorState, Icon, Number, Tone};
use crate::functions::Answer;

/// Rows, or why there are none.
pub(super) fn answer_view(answer: Answer<Vec<Connection>>, retry: impl Fn() + Send + Sync + 'static) -> AnyView {
    match answer {
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| retry()/> }.into_any(),
        Ok(connections) if connections.is_empty() => view! {
            <EmptyState
                icon="database"
                title="No connections yet"
                text="Nobody can sign up or be created until there is one. Create Connection makes a database for users."
            />
        }
        .into_any(),
        Ok(connections) => view! { <Table connections=connections/> }.into_any(),
    }
}

#[component]
fn Table(connections: Vec<Connection>) -> impl IntoView {
    let rows = connections.into_iter().map(row).collect_view();
    view! {
        <div class="table-box">
            <div class="table-scroll" role="region" aria-label="Connections" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Kind"</th>
                            <th scope="col">"Passwords"</th>
                            <th scope="col">"Sign-up"</th>
                            <th scope="col" class="figure">"Applications"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn row(connection: Connection) -> AnyView {
    let options = &connection.options;
    let sign_up = if options.disable_signup { "off" } else { "on" };
    let policy = policy_name(options.password_policy);
    let unused = (connection.applications == 0)
        .then(|| view! { <Badge tone=Tone::Warning><Icon name="alert"/>"unused"</Badge> }.into_any());
    view! {
        <tr>
            <th scope="row">
                <span class="connection-cell">
                    <Icon name="database"/>
                    <a href=connection_path(&connection.id)>{connection.name}</a>
                    {unused}
                </span>
            </th>
            <td>{kind(&connection.strategy)}</td>
            <td>{policy}</td>
            <td>{sign_up}</td>
            <td class="figure"><Number value=connection.applications/></td>
        </tr>
    }
    .into_any()
}

/// What people call a strategy.
pub(super) fn kind(strategy: &str) -> String {
    if strategy == "auth0" { "Database".to_owned() } else { strategy.to_owned() }
}

/// What people call a policy.
pub(super) fn policy_name(policy: PasswordPolicy) -> &'static str {
    match policy {
        PasswordPolicy::None => "None",
        PasswordPolicy::Low => "Low",
        PasswordPolicy::Fair => "Fair",
        PasswordPolicy::Good => "Good",
        PasswordPolicy::Excellent => "Excellent",
    }
}
