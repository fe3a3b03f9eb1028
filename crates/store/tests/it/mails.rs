//! Mails, their templates and the settings that they are sent with.

use model::{
    Identity, Mail, MailKind, MailRow, MailState, MailTemplate, SmtpSecurity, SmtpSettings, Timestamp, UserId,
    UserProfile,
};
use store::smtp_settings::Smtp;
use store::{Db, mail_templates, mails, smtp_settings, tenants, users};

on_both!(
    mails_are_listed_newest_first,
    a_due_mail_is_taken_by_one,
    a_mail_that_failed_waits_or_ends,
    a_user_takes_their_mails_along,
    templates_and_settings_are_kept_by_tenant
);

fn mail(id: &str, state: MailState, next_try_at: i64) -> Mail {
    Mail {
        row: MailRow {
            id: id.to_owned(),
            kind: MailKind::ResetEmail,
            recipient: "ada@example.com".to_owned(),
            user_id: Some(UserId::from("auth0|1")),
            subject: "Reset".to_owned(),
            state,
            attempts: 0,
            error: None,
            created_at: Timestamp(1),
            next_try_at: Timestamp(next_try_at),
            sent_at: None,
        },
        sender: String::new(),
        text: "text".to_owned(),
        html: "<p>html</p>".to_owned(),
    }
}

async fn insert(db: &Db, tenant: &str, mail: &Mail) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    mails::insert(&mut tx, tenant, mail).await.unwrap();
    tx.commit().await.unwrap();
}

async fn mails_are_listed_newest_first(db: Db) {
    for id in ["1", "2", "3"] {
        insert(&db, "t", &mail(id, MailState::Kept, 0)).await;
    }
    insert(&db, "u", &mail("4", MailState::Kept, 0)).await;
    let mut conn = db.read().await.unwrap();
    let ids = |rows: Vec<MailRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(mails::list(&mut conn, "t", None, 2).await.unwrap()), ["3", "2"]);
    assert_eq!(ids(mails::list(&mut conn, "t", Some("2"), 2).await.unwrap()), ["1"]);
    assert_eq!(mails::find(&mut conn, "t", "2").await.unwrap(), Some(mail("2", MailState::Kept, 0)));
    assert_eq!(mails::find(&mut conn, "t", "4").await.unwrap(), None);
    drop(conn);
    let mut tx = db.begin().await.unwrap();
    mails::delete_before(&mut tx, "t", "3").await.unwrap();
    assert_eq!(ids(mails::list(&mut tx, "t", None, 9).await.unwrap()), ["3"]);
}

async fn a_due_mail_is_taken_by_one(db: Db) {
    for (id, state, at) in [("1", MailState::Waiting, 20), ("2", MailState::Waiting, 10), ("3", MailState::Kept, 1)] {
        insert(&db, "t", &mail(id, state, at)).await;
    }
    insert(&db, "t", &mail("4", MailState::Waiting, 99)).await;
    let mut tx = db.begin().await.unwrap();
    let due = mails::due(&mut tx, "t", Timestamp(20), 9).await.unwrap();
    assert_eq!(due.iter().map(|mail| mail.row.id.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    assert!(mails::claim(&mut tx, "t", &due[0].row, Timestamp(500)).await.unwrap());
    assert!(!mails::claim(&mut tx, "t", &due[0].row, Timestamp(600)).await.unwrap(), "somebody has it");
    mails::set_sent(&mut tx, "t", "2", Timestamp(21)).await.unwrap();
    let sent = mails::find(&mut tx, "t", "2").await.unwrap().unwrap().row;
    assert_eq!((sent.state, sent.attempts, sent.sent_at), (MailState::Sent, 1, Some(Timestamp(21))));
}

async fn a_mail_that_failed_waits_or_ends(db: Db) {
    insert(&db, "t", &mail("1", MailState::Waiting, 1)).await;
    let mut tx = db.begin().await.unwrap();
    mails::set_failed(&mut tx, "t", "1", "refused", Some(Timestamp(60))).await.unwrap();
    let row = mails::find(&mut tx, "t", "1").await.unwrap().unwrap().row;
    assert_eq!(
        (row.state, row.next_try_at, row.error.as_deref()),
        (MailState::Waiting, Timestamp(60), Some("refused"))
    );
    mails::set_failed(&mut tx, "t", "1", "refused", None).await.unwrap();
    assert_eq!(mails::find(&mut tx, "t", "1").await.unwrap().unwrap().row.state, MailState::Failed);
    assert!(mails::send_again(&mut tx, "t", "1", Timestamp(70)).await.unwrap());
    let row = mails::find(&mut tx, "t", "1").await.unwrap().unwrap().row;
    assert_eq!((row.state, row.attempts, row.error), (MailState::Waiting, 0, None));
    assert!(!mails::send_again(&mut tx, "t", "2", Timestamp(70)).await.unwrap());
}

async fn a_user_takes_their_mails_along(db: Db) {
    insert(&db, "t", &mail("1", MailState::Kept, 0)).await;
    let identity = Identity { connection: "c".to_owned(), user_id: "1".to_owned(), ..Identity::default() };
    let user = UserProfile { user_id: UserId::from("auth0|1"), identities: vec![identity], ..UserProfile::default() };
    let mut tx = db.begin().await.unwrap();
    users::insert(&mut tx, "t", &user).await.unwrap();
    users::delete(&mut tx, "t", &user).await.unwrap();
    assert_eq!(mails::find(&mut tx, "t", "1").await.unwrap(), None);
}

async fn templates_and_settings_are_kept_by_tenant(db: Db) {
    let mut tx = db.begin().await.unwrap();
    for tenant in ["t", "u"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    }
    let template = |subject: &str| MailTemplate {
        enabled: true,
        from: String::new(),
        subject: subject.to_owned(),
        text: "t".to_owned(),
        html: "h".to_owned(),
    };
    for subject in ["a", "b"] {
        mail_templates::save(&mut tx, "t", MailKind::ResetEmail, &template(subject)).await.unwrap();
    }
    assert_eq!(mail_templates::find(&mut tx, "t", MailKind::ResetEmail).await.unwrap(), Some(template("b")));
    assert_eq!(mail_templates::find(&mut tx, "u", MailKind::ResetEmail).await.unwrap(), None);
    assert_eq!(mail_templates::list(&mut tx, "t").await.unwrap(), [(MailKind::ResetEmail, template("b"))]);
    mail_templates::delete(&mut tx, "t", MailKind::ResetEmail).await.unwrap();
    assert_eq!(mail_templates::list(&mut tx, "t").await.unwrap(), []);

    assert!(smtp_settings::find(&mut tx, "t").await.unwrap().is_none());
    let settings = SmtpSettings {
        enabled: true,
        host: "mail.example.com".to_owned(),
        port: 465,
        security: SmtpSecurity::Tls,
        ..SmtpSettings::default()
    };
    for password in ["one", "two"] {
        let smtp = Smtp { settings: settings.clone(), password: password.to_owned() };
        smtp_settings::save(&mut tx, "t", &smtp).await.unwrap();
    }
    let smtp = smtp_settings::find(&mut tx, "t").await.unwrap().unwrap();
    assert_eq!((smtp.password.as_str(), smtp.settings.has_password, smtp.settings.port), ("two", true, 465));
    assert!(!format!("{smtp:?}").contains("two"));
    assert!(smtp_settings::find(&mut tx, "u").await.unwrap().is_none());
}
