//! A running `roster`, and a client for it: HTTP/1.1 by hand, so that the tests know every byte.

use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};

use crate::test_app::escape;

pub(super) const PASSWORD: &str = "Correct-Horse-9-Battery";

/// `roster` with `arguments` on the data in `folder`, and nothing from this shell's environment.
pub(super) fn roster(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roster"));
    command.args(arguments).env_clear().env("ROSTER_DATA", folder).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end with `input` on its standard input.
pub(super) async fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = roster(folder, arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
    child.wait_with_output().await.unwrap()
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server on a port that it chose itself.
pub(super) struct Running {
    pub(super) child: Child,
    /// `127.0.0.1:port`
    pub(super) address: String,
    pub(super) output: BufReader<ChildStdout>,
}

impl Running {
    /// Starts it and waits for the line with its address.
    pub(super) async fn start(folder: &Path) -> Self {
        Self::start_at(folder, "http", &[]).await
    }

    /// With more arguments, so that it is reached by `scheme`.
    pub(super) async fn start_at(folder: &Path, scheme: &str, more: &[&str]) -> Self {
        let mut command = roster(folder, &[&["serve", "--listen", "127.0.0.1:0"], more].concat());
        let mut child = command.stderr(Stdio::inherit()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).await.unwrap();
        let port = line.trim_end().rsplit(':').next().unwrap();
        assert!(line.starts_with(&format!("Roster is running at {scheme}://localhost:")), "{line:?}");
        Self { address: format!("127.0.0.1:{port}"), child, output }
    }

    /// As a power cut would.
    pub(super) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    pub(super) fn client(&self) -> Client {
        Client { address: self.address.clone(), session: String::new() }
    }

    /// A client with a session of that administrator.
    pub(super) async fn sign_in(&self, email: &str) -> Client {
        let mut client = self.client();
        let form = client.ask("GET", "/sign-in", "", "").await.unwrap();
        let token = form.cookie("roster-form");
        let value = token.split_once('=').unwrap().1.to_owned();
        client.session = token;
        let body = format!("form_token={value}&email={}&password={}", escape(email), escape(PASSWORD));
        let answer = client.ask("POST", "/sign-in", "application/x-www-form-urlencoded", &body).await.unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        client.session = answer.cookie("roster");
        client
    }
}

#[derive(Clone)]
pub(super) struct Client {
    address: String,
    session: String,
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Client {
    /// One request on a connection of its own; none when the server went away before its answer was whole.
    pub(super) async fn ask(&self, method: &str, path: &str, content_type: &str, body: &str) -> Option<Answer> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            self.session,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).await.ok()?;
        stream.write_all(format!("{head}{body}").as_bytes()).await.ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.ok()?;
        Answer::read(&text(&bytes))
    }

    pub(super) async fn call(&self, function: &str, arguments: &Value) -> Option<(u16, Value)> {
        let answer = self.ask("POST", &format!("/fn/{function}"), "application/json", &arguments.to_string()).await?;
        Some((answer.status, serde_json::from_str(&answer.body).ok()?))
    }
}

impl Answer {
    fn read(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let answer = Self { status, head: head.to_owned(), body: body.to_owned() };
        let is_whole = answer.header("content-length").is_none_or(|length| length.parse() == Ok(body.len()));
        is_whole.then_some(answer)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn cookie(&self, name: &str) -> String {
        let start = format!("set-cookie: {name}=");
        let line = self.head.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{}", self.head));
        line.trim_start_matches("set-cookie: ").split(';').next().unwrap().to_owned()
    }
}
