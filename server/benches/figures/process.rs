//! What a start costs, and an idle server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) fn measure(folder: &Path) {
    let data = folder.join("process");
    let _ = fs::remove_dir_all(&data);
    // The first start migrates; the second is measured.
    start(&data, &[]).0.kill().unwrap();
    let (mut server, address, took) = start(&data, &[]);
    let memory = resident(server.id());
    println!(
        "start to first answer: {:.0} ms; idle memory: {memory:.1} MB; asked {address}",
        took.as_secs_f64() * 1000.0
    );
    server.kill().unwrap();
    server.wait().unwrap();
}

/// With its address, and how long until it answered; with more arguments it may speak TLS, and is not asked then.
pub(crate) fn start(data: &Path, more: &[&str]) -> (Child, String, Duration) {
    let begin = Instant::now();
    let mut server = Command::new(env!("CARGO_BIN_EXE_roster"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = lines
        .find_map(|line| {
            line.unwrap().split_once("://").map(|(_, rest)| rest.split(['/', ' ']).next().unwrap().to_owned())
        })
        .expect("the server prints its address");
    if !more.is_empty() {
        return (server, address, begin.elapsed());
    }
    let mut stream = TcpStream::connect(address.replace("localhost", "127.0.0.1")).unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    (server, address, begin.elapsed())
}

/// MiB that it holds in memory.
pub(crate) fn resident(pid: u32) -> f64 {
    status(pid, "VmRSS:")
}

/// The most MiB that it ever held in memory.
pub(crate) fn peak(pid: u32) -> f64 {
    status(pid, "VmHWM:")
}

fn status(pid: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1024.0
}
