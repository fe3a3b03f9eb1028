use std::io::{BufReader, Cursor};

use super::*;

type Input<'a> = BufReader<Cursor<&'a [u8]>>;

fn open(text: &[u8]) -> Result<Rows<Input<'_>>, Stop> {
    // A small buffer, so that everything is cut somewhere.
    Rows::open(BufReader::with_capacity(64, Cursor::new(text)), 0, 1)
}

fn all(text: &[u8]) -> Result<Vec<(i64, String)>, (i64, String)> {
    let told = |stop| match stop {
        Stop::Broken(line, message) => (line, message),
        Stop::Io(error) => panic!("{error}"),
    };
    let mut rows = open(text).map_err(told)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(told)? {
        let content = match row.content {
            Content::Json(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            Content::Cells(cells) => {
                cells.iter().map(|(name, cell)| format!("{name}={}", cell.0)).collect::<Vec<_>>().join("|")
            }
            Content::Bad(code, _) => code.to_owned(),
        };
        found.push((row.line, content));
    }
    Ok(found)
}

fn rows(list: &[(i64, &str)]) -> Result<Vec<(i64, String)>, (i64, String)> {
    Ok(list.iter().map(|(line, text)| (*line, (*text).to_owned())).collect())
}

#[test]
fn arrays_lines_and_csv_are_told_apart_and_read() {
    let array = b"\xef\xbb\xbf \n[ {\"a\":\"]},\\\"\"} ,\n\n {\"b\":[{}]}\n, 17\n]\n\n";
    assert_eq!(all(array), rows(&[(2, r#"{"a":"]},\""}"#), (4, r#"{"b":[{}]}"#), (5, "17")]));
    assert_eq!(all(b"[]"), rows(&[]));
    assert_eq!(all(b"{\"a\":1}\r\n\n  \n{bad\n{\"b\":2}"), rows(&[(1, "{\"a\":1}"), (4, "{bad"), (5, "{\"b\":2}")]));
    let csv = b"email,name , x.y\r\na@b.c,\"A \"\"B\"\"\nC\",\r\n\n,,\nd@e.f,D,\"1\"\r\ntoo,few\n\xff,a,b";
    assert_eq!(
        all(csv),
        rows(&[
            (2, "email=a@b.c|name=A \"B\"\nC"),
            (6, "email=d@e.f|name=D|x.y=1"),
            (7, "ARRAY_LENGTH_LONG"),
            (8, "FORMAT")
        ])
    );
    assert_eq!(all(b"email;name\na@b.c;\"x;y\""), rows(&[(2, "email=a@b.c|name=x;y")]));
}

#[test]
fn what_is_broken_says_where() {
    for (text, line) in [
        (&b""[..], 1),
        (b"  \n ", 2),
        (b"[{}\n{}]", 2),
        (b"[{},\n]", 2),
        (b"[,{}]", 1),
        (b"[{}\n", 2),
        (b"[{\n\"a\":\"", 2),
        (b"[{}]\n{}", 2),
        (b"[}", 1),
        (b"PK\x03\x04", 1),
        (b"\x00\x01", 1),
        (b"email,email\nx,y", 1),
        (b"email,\nx,y", 1),
        (b"email\n\"never\nclosed", 3),
    ] {
        match all(text) {
            Err((found, message)) => assert_eq!(found, line, "{text:?}: {message}"),
            Ok(rows) => assert!(text.starts_with(b"PK"), "{text:?}: {rows:?}"),
        }
    }
}

/// The position behind each row is where another reader goes on.
#[test]
fn reading_goes_on_where_it_ended() {
    for text in [
        &b" [ {\"a\":1}\n,{\"b\":2} , {\"c\":3}\n]"[..],
        b"{\"a\":1}\n\n{\"b\":2}\n{\"c\":3}\n",
        b"email,name\na,b\n\"c\nd\",e\nf,g\n",
    ] {
        let whole = all(text).unwrap();
        let mut first = open(text).ok().unwrap();
        for read in 0..=whole.len() {
            let (at, line) = first.place();
            let mut second = Rows::open(BufReader::new(Cursor::new(text)), at, line).ok().unwrap();
            let mut left = 0;
            while second.next().ok().unwrap().is_some() {
                left += 1;
            }
            assert_eq!(left, whole.len() - read, "{}", String::from_utf8_lossy(text));
            let row = first.next().ok().unwrap();
            assert_eq!(row.map(|row| row.line), whole.get(read).map(|row| row.0));
        }
    }
}

/// S-623: a row without end costs no memory.
#[test]
fn a_row_that_is_too_long_costs_only_itself() {
    let long = "x".repeat(LONGEST);
    let text = format!("{{\"a\":\"{long}\"}}\n{{\"b\":1}}\n");
    assert_eq!(all(text.as_bytes()), rows(&[(1, "MAX_LENGTH"), (2, "{\"b\":1}")]));
    let text = format!("[{{\"a\":\"{long}\"}},{{\"b\":1}}]");
    assert_eq!(all(text.as_bytes()), rows(&[(1, "MAX_LENGTH"), (1, "{\"b\":1}")]));
    assert!(all("[".repeat(6 << 20).as_bytes()).is_err());
}
