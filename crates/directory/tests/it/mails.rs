//! Mails: written with what caused them, kept or sent.

use directory::Error;
use model::{Mail, MailKind, MailState, MailTemplate, Role, SmtpSecurity, SmtpSettings};
use store::Db;

use crate::smtp_sink::Sink;
use crate::world::World;

on_both!(
    without_a_server_mails_are_kept,
    with_a_server_mails_are_sent_once,
    a_refused_mail_is_tried_again_and_fails_after_hours,
    a_test_mail_tells_what_the_server_said,
    a_password_goes_to_nobody_it_was_not_entered_for,
    what_is_wrong_with_the_settings_is_told_by_field,
    a_tenants_own_words_are_sent_and_can_be_taken_back,
    a_hostile_name_is_text_in_a_mail,
    only_editors_see_mails,
    a_command_beside_the_server_knows_its_address
);

/// The newest mail, whole.
pub(crate) async fn newest(world: &World) -> Mail {
    let page = world.dir.mails().list(&world.operator(), None).await.unwrap();
    world.dir.mails().get(&world.operator(), &page.mails[0].id).await.unwrap()
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        enabled: true,
        host: "127.0.0.1".to_owned(),
        port,
        security: SmtpSecurity::Plain,
        from: "Acme <no-reply@acme.example>".to_owned(),
        ..SmtpSettings::default()
    }
}

async fn sending(db: Db) -> (World, Sink) {
    let (world, sink) = (World::new(db).await, Sink::open().await);
    world.dir.mails().update_settings(&world.operator(), settings(sink.port), None).await.unwrap();
    (world, sink)
}

async fn without_a_server_mails_are_kept(db: Db) {
    let world = World::new(db).await;
    let user = world.user("ada@example.com").await;
    let mail = newest(&world).await;
    assert_eq!((mail.row.kind, mail.row.state), (MailKind::VerifyEmail, MailState::Kept));
    assert_eq!((mail.row.recipient.as_str(), &mail.row.user_id), ("ada@example.com", &Some(user.user_id)));
    assert!(mail.text.contains("http://localhost:8080/u/verify-email?ticket="), "{}", mail.text);
    assert!(mail.html.contains("http://localhost:8080/u/verify-email?ticket="), "{}", mail.html);
    assert_eq!(world.dir.mails().deliver_due().await.unwrap(), 0);
    let page = world.dir.mails().list(&world.operator(), None).await.unwrap();
    assert!(!page.is_sending && page.next.is_none());
}

async fn with_a_server_mails_are_sent_once(db: Db) {
    let (world, sink) = sending(db).await;
    world.user("ada@example.com").await;
    assert_eq!(newest(&world).await.row.state, MailState::Waiting);
    let mails = world.dir.mails();
    let (one, other) = tokio::join!(mails.deliver_due(), mails.deliver_due());
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(newest(&world).await.row.state, MailState::Sent);
    let taken = sink.mails();
    assert_eq!(taken.len(), 1, "two who send at once do not both send it");
    assert_eq!(taken[0].to, ["RCPT TO:<ada@example.com>"]);
    assert!(taken[0].from.starts_with("MAIL FROM:<no-reply@acme.example>"), "{}", taken[0].from);
    for part in ["Subject: Confirm your email address", "To: ada@example.com", "text/plain", "text/html"] {
        assert!(taken[0].data.contains(part), "{part}: {}", taken[0].data);
    }
    assert_eq!(world.dir.mails().deliver_due().await.unwrap(), 0);
}

async fn a_refused_mail_is_tried_again_and_fails_after_hours(db: Db) {
    let (world, sink) = sending(db).await;
    sink.refuse(true);
    let user = world.user("ada@example.com").await;
    for (attempt, minutes) in [(1, 1), (2, 5), (3, 30), (4, 120)] {
        assert_eq!(world.dir.mails().deliver_due().await.unwrap(), 1);
        let row = newest(&world).await.row;
        assert_eq!((row.state, row.attempts), (MailState::Waiting, attempt));
        assert!(row.error.is_some_and(|error| error.contains("the cellar is full")));
        world.clock.advance(minutes * 60_000 - 1);
        assert_eq!(world.dir.mails().deliver_due().await.unwrap(), 0, "not before {minutes} minutes");
        world.clock.advance(1);
    }
    assert_eq!(world.dir.mails().deliver_due().await.unwrap(), 1);
    let failed = newest(&world).await.row;
    assert_eq!(failed.state, MailState::Failed);
    world.clock.advance(24 * 3_600_000);
    assert_eq!(world.dir.mails().deliver_due().await.unwrap(), 0);
    let events = world.dir.logs().of_user(&world.operator(), &user.user_id, None).await.unwrap().events;
    assert!(events.iter().any(|event| event.kind == "fn"));

    sink.refuse(false);
    world.dir.mails().send_again(&world.operator(), &failed.id).await.unwrap();
    world.dir.mails().deliver_due().await.unwrap();
    assert_eq!((newest(&world).await.row.state, sink.mails().len()), (MailState::Sent, 1));
}

async fn a_test_mail_tells_what_the_server_said(db: Db) {
    let (world, sink) = sending(db).await;
    let sent = world.dir.mails().send_test(&world.operator(), "ada@example.com").await.unwrap();
    assert_eq!((sent.state, sink.mails().len()), (MailState::Sent, 1));
    sink.refuse(true);
    world.clock.advance(1);
    let refused = world.dir.mails().send_test(&world.operator(), "ada@example.com").await.unwrap();
    assert_eq!(refused.state, MailState::Waiting);
    assert!(refused.error.is_some_and(|error| error.contains("the cellar is full")));
    let off = SmtpSettings { enabled: false, ..settings(sink.port) };
    world.dir.mails().update_settings(&world.operator(), off, None).await.unwrap();
    world.clock.advance(1);
    let kept = world.dir.mails().send_test(&world.operator(), "ada@example.com").await.unwrap();
    assert_eq!(kept.state, MailState::Kept);
    for hostile in ["", "ada", "ada@example.com\r\nBcc: eve@example.com", "ada@example.com, eve@example.com"] {
        let error = world.dir.mails().send_test(&world.operator(), hostile).await.unwrap_err();
        assert!(matches!(error, Error::Field { field: "to", .. }), "{hostile:?}");
    }
}

async fn a_password_goes_to_nobody_it_was_not_entered_for(db: Db) {
    let world = World::new(db).await;
    let mails = world.dir.mails();
    let at = |host: &str| SmtpSettings {
        host: host.to_owned(),
        username: "acme".to_owned(),
        security: SmtpSecurity::Tls,
        ..settings(465)
    };
    let password = Some("secret".to_owned());
    let saved = mails.update_settings(&world.operator(), at("smtp.example.com"), password).await.unwrap();
    assert!(saved.has_password);
    let saved = mails.update_settings(&world.operator(), at("smtp.example.com"), None).await.unwrap();
    assert!(saved.has_password, "the same server keeps its password");
    let error = mails.update_settings(&world.operator(), at("smtp.evil.example"), None).await.unwrap_err();
    assert!(matches!(error, Error::Field { field: "password", .. }), "{error}");
    let shown = serde_json::to_string(&mails.settings(&world.operator()).await.unwrap()).unwrap();
    assert!(!shown.contains("secret"), "{shown}");
}

async fn what_is_wrong_with_the_settings_is_told_by_field(db: Db) {
    let world = World::new(db).await;
    let cases = [
        ("from", SmtpSettings { from: "nobody".to_owned(), ..settings(25) }),
        ("from", SmtpSettings { from: "A\r\nBcc: eve@example.com <a@example.com>".to_owned(), ..settings(25) }),
        ("host", SmtpSettings { host: String::new(), ..settings(25) }),
        ("host", SmtpSettings { host: "a b".to_owned(), ..settings(25) }),
        ("port", settings(0)),
        ("security", SmtpSettings { host: "smtp.example.com".to_owned(), ..settings(25) }),
        ("username", SmtpSettings { username: "a\0".to_owned(), ..settings(25) }),
    ];
    for (expected, settings) in cases {
        let error = world.dir.mails().update_settings(&world.operator(), settings, None).await.unwrap_err();
        assert!(matches!(error, Error::Field { field, .. } if field == expected), "{expected}: {error}");
    }
}

async fn a_tenants_own_words_are_sent_and_can_be_taken_back(db: Db) {
    let world = World::new(db).await;
    let own = MailTemplate {
        enabled: true,
        from: "Shop <shop@example.com>".to_owned(),
        subject: "Hello {{ user.email }}".to_owned(),
        text: "Go to {{url}}".to_owned(),
        html: "<a href=\"{{ url }}\">Go</a>".to_owned(),
    };
    let (mails, actor, kind) = (world.dir.mails(), world.operator(), MailKind::VerifyEmail);
    mails.update_template(&actor, kind, own.clone()).await.unwrap();
    world.user("ada@example.com").await;
    let mail = newest(&world).await;
    assert_eq!((mail.row.subject.as_str(), mail.sender.as_str()), ("Hello ada@example.com", "Shop <shop@example.com>"));
    assert!(mail.text.starts_with("Go to http://localhost:8080/u/verify-email?ticket="), "{}", mail.text);

    let off = MailTemplate { enabled: false, ..own };
    mails.update_template(&actor, kind, off).await.unwrap();
    world.user("grace@example.com").await;
    assert_eq!(newest(&world).await.row.recipient, "ada@example.com", "a mail that is off is not written");
    assert!(mails.reset_template(&actor, kind).await.unwrap().is_default);
    assert!(mails.templates(&actor).await.unwrap().iter().all(|named| named.is_default));
    assert!(mails.template(&actor, MailKind::Test).await.is_err());
}

/// S-412
async fn a_hostile_name_is_text_in_a_mail(db: Db) {
    let world = World::new(db.clone()).await;
    let own = MailTemplate {
        enabled: true,
        from: String::new(),
        subject: "{{ tenant.friendly_name }}: {{ user.name }}".to_owned(),
        text: "{{ user.name }} {{ url }}".to_owned(),
        html: "<p>{{ tenant.friendly_name }} {{ user.name }}</p>{{ url }}".to_owned(),
    };
    world.dir.mails().update_template(&world.operator(), MailKind::ResetEmail, own).await.unwrap();
    let user = world.user("ada@example.com").await;
    let mut tx = db.begin().await.unwrap();
    let hostile = model::UserProfile { name: Some("=HYPERLINK(\"x\") {{7*7}} {{ url }}".to_owned()), ..user.clone() };
    store::users::save(&mut tx, directory::DEFAULT_TENANT, &user, &hostile).await.unwrap();
    let friendly_name = "<img onerror=x>\r\nBcc: eve@example.com".to_owned();
    let settings = model::TenantSettings { friendly_name, ..model::TenantSettings::default() };
    store::tenants::save_settings(&mut tx, directory::DEFAULT_TENANT, &settings).await.unwrap();
    tx.commit().await.unwrap();

    world.clock.advance(1);
    world.dir.users().send_password_reset(&world.operator(), &user.user_id).await.unwrap();
    let mail = newest(&world).await;
    assert!(!mail.row.subject.contains(['\r', '\n']), "{}", mail.row.subject);
    assert!(mail.html.starts_with("<p>&lt;img onerror=x&gt;"), "{}", mail.html);
    assert!(mail.html.contains("{{7*7}} {{ url }}") && mail.html.contains("&quot;x&quot;"), "{}", mail.html);
}

async fn only_editors_see_mails(db: Db) {
    let world = World::new(db).await;
    world.user("ada@example.com").await;
    let id = newest(&world).await.row.id;
    let (editor, viewer) = (world.administrator(Role::Editor).await, world.administrator(Role::Viewer).await);
    assert!(world.dir.mails().get(&editor, &id).await.is_ok());
    for refused in [
        world.dir.mails().list(&viewer, None).await.map(|_| ()),
        world.dir.mails().get(&viewer, &id).await.map(|_| ()),
        world.dir.mails().send_again(&viewer, &id).await.map(|_| ()),
        world.dir.mails().send_test(&viewer, "ada@example.com").await.map(|_| ()),
        world.dir.mails().update_settings(&viewer, settings(25), None).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(Error::Forbidden(_))));
    }
    assert!(world.dir.mails().get(&editor, "x' OR 1=1").await.is_err());
}

/// The command line knows no ROSTER_URL, and the links of its mails must work all the same.
async fn a_command_beside_the_server_knows_its_address(db: Db) {
    let world = World::new(db.clone()).await;
    world.dir.follow_issuer(directory::DEFAULT_TENANT).await.unwrap();
    let last = directory::Directory::last_base_url(&db).await.unwrap();
    assert_eq!(last.as_deref(), Some("http://localhost:8080"));
}
