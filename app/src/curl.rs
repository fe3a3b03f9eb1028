//! Requests as commands for a shell.

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    Json(String),
    /// The parts of a form, in their order.
    Form(Vec<Part>),
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Text { name: String, value: String },
    File { name: String, file: String },
}

/// A command that sends the request; the token is the shell's `$TOKEN`.
pub(crate) fn command(method: &str, url: &str, needs_token: bool, body: &Body) -> String {
    let mut words = vec![match method {
        "GET" => format!("curl {}", quoted(url)),
        _ => format!("curl -X {method} {}", quoted(url)),
    }];
    if needs_token {
        words.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    match body {
        Body::None => {}
        Body::Json(text) => {
            words.push("-H 'Content-Type: application/json'".to_owned());
            // Another option would take what begins with @ for the name of a file.
            words.push(format!("--data-raw {}", quoted(text)));
        }
        Body::Form(parts) => words.extend(parts.iter().map(part)),
    }
    words.join(" \\\n  ")
}

fn part(part: &Part) -> String {
    match part {
        Part::Text { name, value } => format!("--form-string {}", quoted(&format!("{name}={value}"))),
        Part::File { name, file } => {
            let escaped = file.replace('\\', "\\\\").replace('"', "\\\"");
            format!("-F {}", quoted(&format!("{name}=@\"{escaped}\"")))
        }
    }
}

/// How a machine application shows who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof<'a> {
    /// With its secret: the shell's `$CLIENT_SECRET`.
    Secret,
    /// The same, which was just made.
    NewSecret(&'a str),
    /// With an assertion that it signed: the shell's `$CLIENT_ASSERTION`.
    Assertion,
}

/// Commands that get a token for `audience` into `$TOKEN`, and call `url` with it.
pub(crate) fn token_and_call(issuer: &str, client_id: &str, proof: Proof<'_>, audience: &str, url: &str) -> String {
    let mut text = String::new();
    if let Proof::NewSecret(secret) = proof {
        text = format!("CLIENT_SECRET={}\n", quoted(secret));
    }
    let proof: &[&str] = match proof {
        Proof::Secret | Proof::NewSecret(_) => &["--data-urlencode \"client_secret=$CLIENT_SECRET\""],
        Proof::Assertion => &[
            "-d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "--data-urlencode \"client_assertion=$CLIENT_ASSERTION\"",
        ],
    };
    let mut words = vec![
        format!("TOKEN=$(curl -sS {}", quoted(&format!("{issuer}oauth/token"))),
        "-d grant_type=client_credentials".to_owned(),
        format!("--data-urlencode {}", quoted(&format!("client_id={client_id}"))),
    ];
    words.extend(proof.iter().map(|word| (*word).to_owned()));
    words.push(format!("--data-urlencode {} |", quoted(&format!("audience={audience}"))));
    text.push_str(&words.join(" \\\n  "));
    text.push_str("\n  sed -n 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/p')\n\n");
    text.push_str(&command("GET", url, true, &Body::None));
    text
}

/// `text` as one word of a POSIX shell, whatever is in it.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%+,-./:=@_".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const HOSTILE: [&str; 12] = [
        "",
        "plain",
        "it's",
        "'",
        "a \"quoted\" $HOME `id` \\ back",
        "first\nsecond\n",
        "Zoë 東京 😀 \u{202e}",
        "$(touch /tmp/owned); rm -rf ~ & # !! *?[a]{b,c}",
        "-o",
        "@file",
        "tab\there",
        "'\\''",
    ];

    /// What a shell makes of a command in which `curl` writes its arguments, each with a NUL behind it.
    fn arguments(command: &str) -> Vec<String> {
        let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\nTOKEN=abc\n{command}");
        let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{command}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.strip_suffix('\0').unwrap().split('\0').map(str::to_owned).collect()
    }

    #[test]
    fn a_shell_reads_what_was_quoted() {
        for text in HOSTILE {
            assert_eq!(arguments(&format!("curl {}", quoted(text))), [text]);
        }
    }

    #[test]
    fn a_command_sends_the_request_as_it_is() {
        for text in HOSTILE {
            let url = "https://roster.example/api/v2/users/auth0%7C1?q=a%20b&page=1";
            let words = arguments(&command("PATCH", url, true, &Body::Json(text.to_owned())));
            let (token, kind) = ("Authorization: Bearer abc", "Content-Type: application/json");
            assert_eq!(words, ["-X", "PATCH", url, "-H", token, "-H", kind, "--data-raw", text]);
        }
        assert_eq!(arguments(&command("GET", "https://a.example/?x", false, &Body::None)), ["https://a.example/?x"]);
    }

    #[test]
    fn a_form_is_sent_part_by_part() {
        let parts = vec![
            Part::Text { name: "upsert".to_owned(), value: "@it's;true".to_owned() },
            Part::File { name: "users".to_owned(), file: "my \"new\" users;é.json".to_owned() },
        ];
        let words = arguments(&command("POST", "https://a.example/", false, &Body::Form(parts)));
        let expected = ["--form-string", "upsert=@it's;true", "-F", "users=@\"my \\\"new\\\" users;é.json\""];
        assert_eq!(words.get(3..).unwrap(), expected);
    }

    #[test]
    fn the_token_of_the_answer_is_in_the_call() {
        let issuer = "https://roster.example/";
        let audience = "https://roster.example/api/v2/";
        let text = token_and_call(issuer, "it's me", Proof::NewSecret("a'b $c"), audience, "https://roster.example/x");
        let script = format!(
            "curl() {{ case \"$*\" in *oauth/token*) printf '%s\\n' \"$@\" >&2; \
             printf '{{\"token_type\":\"Bearer\",\"access_token\":\"abc.d-_\",\"expires_in\":1}}' ;; \
             *) printf '%s\\n' \"$@\" ;; esac; }}\n{text}"
        );
        let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
        let (asked, called) = (String::from_utf8(output.stderr).unwrap(), String::from_utf8(output.stdout).unwrap());
        assert_eq!(called, "https://roster.example/x\n-H\nAuthorization: Bearer abc.d-_\n");
        assert!(asked.contains("client_id=it's me\n") && asked.contains("client_secret=a'b $c\n"), "{asked}");
        assert!(asked.contains("audience=https://roster.example/api/v2/\n"), "{asked}");
        let signed = token_and_call(issuer, "me", Proof::Assertion, audience, issuer);
        assert!(signed.contains("$CLIENT_ASSERTION") && !signed.contains("client_secret"), "{signed}");
    }
}
