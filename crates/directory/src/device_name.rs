//! What people call the device that a user agent names.

/// `Firefox on Windows`; the program's own name where it is no browser; `Unknown device` where it says nothing.
pub(crate) fn device_name(user_agent: Option<&str>) -> String {
    let Some(text) = user_agent.map(str::trim).filter(|text| !text.is_empty()) else {
        return "Unknown device".to_owned();
    };
    match (browser(text), system(text)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => {
            let program = text.split([' ', '(', ';']).next().unwrap_or(text).replace('/', " ");
            program.chars().filter(|c| !c.is_control()).take(64).collect()
        }
    }
}

/// The first that fits: most browsers name those that they are like as well.
fn browser(text: &str) -> Option<&'static str> {
    let known = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    known.into_iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| name)
}

fn system(text: &str) -> Option<&'static str> {
    let known = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Darwin", "macOS"),
        ("Linux", "Linux"),
    ];
    known.into_iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_people_call_it() {
        let chrome = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/126.0.0.0 Safari/537.36";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/17.5 Mobile/15E148 Safari/604.1";
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";
        for (agent, name) in [
            (Some(chrome), "Chrome on macOS"),
            (Some(iphone), "Safari on iPhone"),
            (Some(edge), "Edge on Windows"),
            (Some("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"), "Firefox on Linux"),
            (Some("python-requests/2.31.0"), "python-requests 2.31.0"),
            (Some(" "), "Unknown device"),
            (None, "Unknown device"),
        ] {
            assert_eq!(device_name(agent), name);
        }
        assert!(device_name(Some(&"x".repeat(5000))).len() <= 64);
    }
}
