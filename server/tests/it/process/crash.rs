//! A kill -9 during a stream of creates loses no acknowledged user and makes none twice.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::running::{Client, PASSWORD, Running, run, text};

const ROUNDS: usize = 5;
const STREAMS: usize = 4;
const OWNER: &str = "owner@example.com";

/// What the streams know about their users.
#[derive(Default)]
struct Known {
    /// Email → id, as the server answered.
    acknowledged: BTreeMap<String, Value>,
    /// Arguments of the calls whose answer never came.
    unanswered: Vec<Value>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_acknowledged_user_and_makes_none_twice() {
    let folder = tempfile::tempdir().unwrap();
    let made = run(folder.path(), &["admin", "create", OWNER], &format!("{PASSWORD}\n")).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let known = Arc::new(Mutex::new(Known::default()));
    for round in 0..ROUNDS {
        // At a random moment: after so many acknowledged users, with others on their way.
        let moment = 5 + (RandomState::new().build_hasher().finish() % 40) as usize;
        create_until_killed(folder.path(), round, moment, &known).await;
        check(folder.path(), &known).await;
    }
}

async fn create_until_killed(folder: &Path, round: usize, moment: usize, known: &Arc<Mutex<Known>>) {
    let server = Running::start(folder).await;
    let client = server.sign_in(OWNER).await;
    let (count, mut counted) = watch::channel(0);
    let streams: Vec<_> = (0..STREAMS)
        .map(|stream| {
            let name = format!("round{round}-stream{stream}");
            tokio::spawn(stream_of_creates(client.clone(), name, known.clone(), count.clone()))
        })
        .collect();
    counted.wait_for(|count| *count >= moment).await.unwrap();
    server.kill().await;
    for stream in streams {
        stream.await.unwrap();
    }
}

async fn stream_of_creates(client: Client, name: String, known: Arc<Mutex<Known>>, count: watch::Sender<usize>) {
    for number in 0.. {
        let email = format!("{name}-{number}@example.com");
        let arguments = json!({ "user": {
            "connection": "Username-Password-Authentication", "email": email, "password": PASSWORD, "idempotency_key": email,
        } });
        match client.call("users/create", &arguments).await {
            Some((200, user)) => {
                known.lock().unwrap().acknowledged.insert(email, user["user_id"].clone());
                count.send_modify(|count| *count += 1);
            }
            Some((status, failure)) => panic!("{status} {failure}"),
            None => return known.lock().unwrap().unanswered.push(arguments),
        }
    }
}

async fn check(folder: &Path, known: &Mutex<Known>) {
    let server = Running::start(folder).await;
    let client = server.sign_in(OWNER).await;
    let (acknowledged, unanswered) = {
        let mut known = known.lock().unwrap();
        (known.acknowledged.clone(), std::mem::take(&mut known.unanswered))
    };
    for (email, id) in &acknowledged {
        assert_eq!(ids_of(&client, email).await, std::slice::from_ref(id), "{email} was acknowledged");
    }
    for arguments in unanswered {
        let (status, first) = client.call("users/create", &arguments).await.unwrap();
        assert_eq!(status, 200, "{first}");
        let (_, second) = client.call("users/create", &arguments).await.unwrap();
        assert_eq!(first["user_id"], second["user_id"]);
        let email = arguments["user"]["email"].as_str().unwrap().to_owned();
        assert_eq!(ids_of(&client, &email).await, [first["user_id"].clone()]);
        known.lock().unwrap().acknowledged.insert(email, first["user_id"].clone());
    }
    let (_, count) = client.call("users/count", &json!({ "query": {} })).await.unwrap();
    assert_eq!(count["count"], known.lock().unwrap().acknowledged.len(), "nobody else is there");
    server.kill().await;
}

async fn ids_of(client: &Client, email: &str) -> Vec<Value> {
    let (status, page) = client.call("users/list", &json!({ "query": { "q": email } })).await.unwrap();
    assert_eq!(status, 200, "{page}");
    let users = page["users"].as_array().unwrap().iter().filter(|user| user["email"] == email);
    users.map(|user| user["user_id"].clone()).collect()
}
