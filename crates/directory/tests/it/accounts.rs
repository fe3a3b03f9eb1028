//! What users do to their own account.

use directory::{Credentials, DEFAULT_TENANT, Error, Origin, RESET_LIFETIME, SignUp, SignUpRefusal, VERIFY_LIFETIME};
use model::{Client, ConnectionOptions, MailKind, UserProfile, parse_json};
use store::{Db, clients, connections};

use crate::mails::newest;
use crate::world::{CONNECTION, World};

on_both!(
    whoever_signs_up_gets_a_mail_and_is_written_down,
    what_is_wrong_with_a_sign_up_is_refused,
    a_reset_sets_the_password_and_ends_everything_else,
    a_reset_link_that_is_not_open_changes_nothing,
    a_refused_password_leaves_the_link_open,
    a_forgotten_password_of_nobody_leaves_nothing,
    nobodys_mailbox_is_filled,
    an_address_is_confirmed_by_its_own_link_alone,
    a_blocked_login_is_told_and_lifted_by_its_link
);

const GOOD: &str = "Abcdef1!";
const NEW: &str = "Another-1!";

async fn shop(db: &Db) -> (World, Client) {
    let world = World::new(db.clone()).await;
    let mut tx = db.begin().await.unwrap();
    let client = Client { client_id: "shop".to_owned(), name: "Shop".to_owned(), ..Client::default() };
    clients::insert(&mut tx, DEFAULT_TENANT, &client, None).await.unwrap();
    let connection = connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, &client.client_id).await.unwrap();
    tx.commit().await.unwrap();
    (world, client)
}

fn new(email: &str) -> SignUp {
    SignUp {
        connection: CONNECTION.to_owned(),
        email: email.to_owned(),
        password: GOOD.to_owned(),
        ..SignUp::default()
    }
}

async fn sign_up(world: &World, client: &Client, new: SignUp) -> Result<UserProfile, SignUpRefusal> {
    world.clock.advance(1);
    world.dir.accounts().sign_up(DEFAULT_TENANT, client, new, &Origin::default()).await
}

async fn forget(world: &World, identifier: &str) {
    world.clock.advance(1);
    let accounts = world.dir.accounts();
    accounts.forgot_password(DEFAULT_TENANT, None, CONNECTION, identifier, &Origin::default()).await.unwrap();
}

/// The secret in the newest mail's link.
async fn ticket(world: &World) -> String {
    let mail = newest(world).await;
    mail.text.split("ticket=").nth(1).unwrap()[..32].to_owned()
}

async fn reset(world: &World, ticket: &str, password: &str) -> Result<(), Error> {
    world.clock.advance(1);
    world.dir.accounts().reset_password(DEFAULT_TENANT, ticket, password, &Origin::default()).await.map(drop)
}

async fn may_log_in(world: &World, client: &Client, password: &str) -> bool {
    let credentials = Credentials { client, connection: None, identifier: "ada@example.com", password, device: None };
    world.dir.logins().log_in(DEFAULT_TENANT, credentials, &Origin::default()).await.is_ok()
}

async fn kinds(world: &World, user: &UserProfile) -> Vec<String> {
    let page = world.dir.logs().of_user(&world.operator(), &user.user_id, None).await.unwrap();
    page.events.into_iter().rev().map(|event| event.kind).collect()
}

async fn whoever_signs_up_gets_a_mail_and_is_written_down(db: Db) {
    let (world, client) = shop(&db).await;
    let metadata = parse_json(r#"{"plan":"gold"}"#).unwrap().as_object().cloned();
    let more = SignUp { given_name: Some("Ada".to_owned()), user_metadata: metadata, ..new(" Ada@Example.com ") };
    let user = sign_up(&world, &client, more).await.unwrap();
    assert_eq!((user.email.as_deref(), user.email_verified), (Some("ada@example.com"), Some(false)));
    assert_eq!(user.given_name.as_deref(), Some("Ada"));
    assert_eq!(user.user_metadata.as_ref().unwrap()["plan"], "gold");
    assert_eq!(newest(&world).await.row.kind, MailKind::VerifyEmail);
    assert_eq!(kinds(&world, &user).await, ["ss"]);
    assert!(may_log_in(&world, &client, GOOD).await);
}

async fn what_is_wrong_with_a_sign_up_is_refused(db: Db) {
    let (world, client) = shop(&db).await;
    sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    // N-062: in words that do not tell that the address is known.
    let taken = sign_up(&world, &client, new("ADA@example.com")).await.unwrap_err();
    assert!(matches!(taken, SignUpRefusal::Taken) && taken.to_string() == "Invalid sign up");
    let weak = SignUp { password: "short".to_owned(), ..new("bob@example.com") };
    assert!(matches!(sign_up(&world, &client, weak).await, Err(SignUpRefusal::Password(_))));
    for connection in ["", "x", "\0"] {
        let new = SignUp { connection: connection.to_owned(), ..new("bob@example.com") };
        assert!(matches!(sign_up(&world, &client, new).await, Err(SignUpRefusal::NoConnection)), "{connection:?}");
    }
    let stranger = Client { client_id: "stranger".to_owned(), ..client.clone() };
    assert!(matches!(sign_up(&world, &stranger, new("bob@example.com")).await, Err(SignUpRefusal::NoConnection)));
    let hostile = |name: &str| SignUp { name: Some(name.to_owned()), ..new("bob@example.com") };
    for name in ["a\r\nBcc: eve@example.com", "\0", &"x".repeat(151)] {
        let refused = sign_up(&world, &client, hostile(name)).await;
        assert!(matches!(refused, Err(SignUpRefusal::Field { field: "name", .. })), "{name:?}");
    }
    for picture in ["javascript:alert(1)", "http://x", "x"] {
        let new = SignUp { picture: Some(picture.to_owned()), ..new("bob@example.com") };
        assert!(matches!(sign_up(&world, &client, new).await, Err(SignUpRefusal::Field { field: "picture", .. })));
    }
    let mut tx = db.begin().await.unwrap();
    let connection = connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    let options = ConnectionOptions { disable_signup: true, ..connection.options };
    connections::save_options(&mut tx, DEFAULT_TENANT, &connection.id, &options).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(sign_up(&world, &client, new("bob@example.com")).await, Err(SignUpRefusal::Disabled)));
}

/// S-309, S-346, S-361, S-365, N-056, N-059: the owner of an address takes an account over that somebody else made with it.
async fn a_reset_sets_the_password_and_ends_everything_else(db: Db) {
    let (world, client) = shop(&db).await;
    let user = sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    let sessions = world.dir.user_sessions();
    let begun = sessions.begin(DEFAULT_TENANT, &user.user_id, CONNECTION, "shop", &Origin::default()).await.unwrap();
    let verification = ticket(&world).await;
    let mut links = Vec::new();
    for _ in 0..3 {
        forget(&world, "ada@example.com").await;
        links.push(ticket(&world).await);
    }
    let open = world.dir.accounts().open_reset(DEFAULT_TENANT, &links[1]).await.unwrap().unwrap();
    assert_eq!(open.email, "ada@example.com");
    assert!(open.rules[0].contains("8 characters"), "{:?}", open.rules);
    reset(&world, &links[1], NEW).await.unwrap();

    assert!(may_log_in(&world, &client, NEW).await && !may_log_in(&world, &client, GOOD).await);
    assert!(sessions.resolve(DEFAULT_TENANT, &begun.secret).await.unwrap().is_none(), "the session has ended");
    for link in &links {
        assert!(matches!(reset(&world, link, "Third-One-1!").await, Err(Error::NotFound(_))));
        assert!(world.dir.accounts().open_reset(DEFAULT_TENANT, link).await.unwrap().is_none());
    }
    let verify = world.dir.accounts().verify_email(DEFAULT_TENANT, &verification, &Origin::default()).await;
    assert!(matches!(verify, Err(Error::NotFound(_))), "links of whoever signed up are dead as well");
    let user = world.dir.users().get(&world.operator(), &user.user_id).await.unwrap();
    assert_eq!(user.email_verified, Some(true), "the link has shown it");
    assert!(user.last_password_reset.is_some());
    let kinds = kinds(&world, &user).await;
    assert!(kinds.contains(&"scpr".to_owned()) && kinds.contains(&"scp".to_owned()), "{kinds:?}");
    let page = world.dir.mails().list(&world.operator(), None).await.unwrap();
    assert_eq!(page.mails[0].kind, MailKind::PasswordChanged);
}

/// S-361, S-367, N-016, N-017, N-057: expired, used, of another kind, to an old address, before another password.
async fn a_reset_link_that_is_not_open_changes_nothing(db: Db) {
    let (world, client) = shop(&db).await;
    let user = sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    let verification = ticket(&world).await;
    let actor = world.operator();

    forget(&world, "ada@example.com").await;
    let expired = ticket(&world).await;
    world.clock.advance(RESET_LIFETIME);
    forget(&world, "ada@example.com").await;
    let to_old_address = ticket(&world).await;
    world.dir.users().change_email(&actor, &user.user_id, "other@example.com", true).await.unwrap();
    assert!(reset(&world, &to_old_address, NEW).await.is_err());
    world.dir.users().change_email(&actor, &user.user_id, "ada@example.com", true).await.unwrap();
    world.clock.advance(3_600_000);
    forget(&world, "ada@example.com").await;
    let before_change = ticket(&world).await;
    world.dir.users().change_password(&actor, &user.user_id, "Admin-Set-1!").await.unwrap();

    for link in [&expired, &before_change, &verification, "", "x", "\0", &"f".repeat(32), &"f".repeat(100_000)] {
        assert!(matches!(reset(&world, link, NEW).await, Err(Error::NotFound(_))), "{}", link.len());
    }
    assert!(may_log_in(&world, &client, "Admin-Set-1!").await, "the password is what it was");
}

async fn a_refused_password_leaves_the_link_open(db: Db) {
    let (world, client) = shop(&db).await;
    sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    forget(&world, "ada@example.com").await;
    let link = ticket(&world).await;
    assert!(matches!(reset(&world, &link, "short").await, Err(Error::Password(_))));
    let (first, second) = tokio::join!(reset(&world, &link, NEW), reset(&world, &link, "Second-1!"));
    assert_ne!(first.is_ok(), second.is_ok(), "of two at once one wins");
}

/// S-331, N-062
async fn a_forgotten_password_of_nobody_leaves_nothing(db: Db) {
    let (world, _) = shop(&db).await;
    for nobody in ["nobody@example.com", "", "\0", "nobody", &"x".repeat(50_000)] {
        forget(&world, nobody).await;
    }
    let page = world.dir.mails().list(&world.operator(), None).await.unwrap();
    assert!(page.mails.is_empty(), "{:?}", page.mails);
}

async fn nobodys_mailbox_is_filled(db: Db) {
    let (world, client) = shop(&db).await;
    sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    for _ in 0..9 {
        forget(&world, "ada@example.com").await;
    }
    let count = async || world.dir.mails().list(&world.operator(), None).await.unwrap().mails.len();
    assert_eq!(count().await, 6, "the verification, and five an hour");
    world.clock.advance(3_600_000);
    forget(&world, "ada@example.com").await;
    assert_eq!(count().await, 7);
}

/// S-363, S-367, N-057, N-061
async fn an_address_is_confirmed_by_its_own_link_alone(db: Db) {
    let (world, client) = shop(&db).await;
    let user = sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    let (accounts, actor, origin) = (world.dir.accounts(), world.operator(), Origin::default());
    let old = ticket(&world).await;
    world.dir.users().change_email(&actor, &user.user_id, "new@example.com", false).await.unwrap();
    let refused = accounts.verify_email(DEFAULT_TENANT, &old, &origin).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "it proves another address");

    world.clock.advance(1);
    world.dir.users().send_verification_mail(&actor, &user.user_id).await.unwrap();
    let late = ticket(&world).await;
    world.clock.advance(VERIFY_LIFETIME);
    assert!(accounts.verify_email(DEFAULT_TENANT, &late, &origin).await.is_err());
    world.dir.users().send_verification_mail(&actor, &user.user_id).await.unwrap();
    let link = ticket(&world).await;
    let open = accounts.open_verification(DEFAULT_TENANT, &link).await.unwrap().unwrap();
    assert_eq!(open.email, "new@example.com");
    assert!(accounts.open_reset(DEFAULT_TENANT, &link).await.unwrap().is_none(), "N-016: it is of another kind");
    let state = async || world.dir.users().get(&actor, &user.user_id).await.unwrap().email_verified;
    assert_eq!(state().await, Some(false), "looking changes nothing");
    accounts.verify_email(DEFAULT_TENANT, &link, &origin).await.unwrap();
    assert_eq!(state().await, Some(true));
    assert!(accounts.verify_email(DEFAULT_TENANT, &link, &origin).await.is_err(), "once");
    assert!(kinds(&world, &user).await.contains(&"sv".to_owned()));
}

/// `auth0.md` §4.2: the shield `user_notification`.
async fn a_blocked_login_is_told_and_lifted_by_its_link(db: Db) {
    let (world, client) = shop(&db).await;
    let user = sign_up(&world, &client, new("ada@example.com")).await.unwrap();
    for _ in 0..12 {
        world.clock.advance(1);
        assert!(!may_log_in(&world, &client, "wrong").await);
    }
    let mails = world.dir.mails().list(&world.operator(), None).await.unwrap().mails;
    assert_eq!(mails.iter().filter(|mail| mail.kind == MailKind::BlockedAccount).count(), 1, "one a block");
    assert!(!may_log_in(&world, &client, GOOD).await, "even with the right password");
    let (link, origin) = (ticket(&world).await, Origin::default());
    let accounts = world.dir.accounts();
    assert_eq!(accounts.open_unblock(DEFAULT_TENANT, &link).await.unwrap().unwrap().email, "ada@example.com");
    assert!(!may_log_in(&world, &client, GOOD).await, "looking lifts nothing");
    accounts.unblock(DEFAULT_TENANT, &link, &origin).await.unwrap();
    assert!(may_log_in(&world, &client, GOOD).await);
    assert!(matches!(accounts.unblock(DEFAULT_TENANT, &link, &origin).await, Err(Error::NotFound(_))), "once");
    assert!(kinds(&world, &user).await.contains(&"ublkdu".to_owned()));
}
