//! What the beginning of a file tells: how it is written, what its columns are called, and what stands in them.

/// How many rows are shown.
const ROWS: usize = 5;

/// How a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// `[{…}, {…}]`
    Array,
    /// `{…}` on each line.
    Lines,
    /// Values with something between them.
    Csv {
        /// What stands between them.
        comma: char,
    },
    /// It cannot be told here.
    #[default]
    Unknown,
}

/// The beginning of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) form: Form,
    pub(super) is_compressed: bool,
    /// Whether it looks like a full export of a Roster.
    pub(super) is_full: bool,
    /// What the columns are called.
    pub(super) columns: Vec<String>,
    /// What stands in the first rows.
    pub(super) rows: Vec<Vec<String>>,
    /// Why it can be no file of users.
    pub(super) mistake: Option<String>,
}

impl Sample {
    /// Of a file's first bytes, which are all of it if `is_whole`.
    pub(super) fn of(bytes: &[u8], is_whole: bool) -> Self {
        let wrong = |mistake: &str| Self { mistake: Some(mistake.to_owned()), ..Self::default() };
        if bytes.starts_with(b"PK\x03\x04") {
            return wrong(
                "This is a zip file, or a spreadsheet as Excel keeps it. Take out the file in it, or save it as CSV.",
            );
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return wrong("This file is UTF-16. Save it as UTF-8 (Excel: CSV UTF-8).");
        }
        let text = String::from_utf8_lossy(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)).into_owned();
        let text = text.trim_start();
        let is_full = text.contains("\"roster\":");
        match text.chars().next() {
            None => wrong("There is nothing in this file."),
            Some('[') => Self { form: Form::Array, is_full, ..Self::default() },
            Some('{') => Self { form: Form::Lines, is_full, ..Self::default() },
            Some(first) if first.is_control() => wrong("This file is neither JSON nor CSV."),
            Some(_) => Self::csv(text, is_whole),
        }
    }

    fn csv(text: &str, is_whole: bool) -> Self {
        let first = text.lines().next().unwrap_or_default();
        // As the server has it.
        let comma = if !first.contains(',') && first.contains(';') { ';' } else { ',' };
        let mut records = records(text, comma, is_whole);
        if records.is_empty() {
            let mistake = Some("The first line of this file is too long to be the names of columns.".to_owned());
            return Self { mistake, ..Self::default() };
        }
        let columns: Vec<String> = records.remove(0).into_iter().map(|name| name.trim().to_owned()).collect();
        let twice = columns.iter().enumerate().find(|(index, name)| columns[..*index].contains(name));
        let mistake = match (columns.iter().position(String::is_empty), twice) {
            (Some(index), _) => Some(format!("Column {} has no name in the first line of the file.", index + 1)),
            (None, Some((_, name))) => Some(format!("Two columns are called {name}.")),
            (None, None) => None,
        };
        Self { form: Form::Csv { comma }, columns, rows: records, mistake, ..Self::default() }
    }
}

/// The first lines' values. The last one is left out where it may go on.
fn records(text: &str, comma: char, is_whole: bool) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut is_quoted, mut was_quoted) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.is_empty() && !was_quoted => (is_quoted, was_quoted) = (true, true),
            '\n' if !is_quoted => {
                if !was_quoted && cell.ends_with('\r') {
                    cell.pop();
                }
                record.push(std::mem::take(&mut cell));
                let record = std::mem::take(&mut record);
                if record.iter().any(|cell: &String| !cell.trim().is_empty()) {
                    records.push(record);
                }
                was_quoted = false;
                if records.len() > ROWS {
                    return records;
                }
            }
            '\r' if was_quoted && !is_quoted => {}
            char if char == comma && !is_quoted => {
                record.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            char => cell.push(char),
        }
    }
    if is_whole && !is_quoted && (!cell.trim().is_empty() || !record.is_empty()) {
        record.push(cell);
        records.push(record);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_told_by_the_content() {
        assert_eq!(Sample::of(b" [ {\"email\":", false).form, Form::Array);
        let full = Sample::of(b"{\"email\":\"a\",\"roster\":{}}\n", false);
        assert_eq!((full.form, full.is_full), (Form::Lines, true));
        assert_eq!(Sample::of(b"\xef\xbb\xbfemail;name\nx;y\n", false).form, Form::Csv { comma: ';' });
        for bad in [&b"PK\x03\x04"[..], b"\xff\xfee\0", b"", b"  \n", b"\0\x01"] {
            assert!(Sample::of(bad, true).mistake.is_some(), "{bad:?}");
        }
    }

    #[test]
    fn the_first_rows_of_a_table_are_read_as_the_server_reads_them() {
        let text = "email,\"full \"\"name\"\"\",note\r\na@example.com,\"x,\ny\",\r\n\r\nb@example.com,z,\"cut";
        let cut = Sample::of(text.as_bytes(), false);
        assert_eq!(cut.columns, ["email", "full \"name\"", "note"]);
        assert_eq!(cut.rows, [["a@example.com", "x,\ny", ""]]);
        let whole = Sample::of(b"email,name\na@example.com,A", true);
        assert_eq!(whole.rows, [["a@example.com", "A"]]);
        assert_eq!(Sample::of("email\n".repeat(20).as_bytes(), false).rows.len(), ROWS);
    }

    #[test]
    fn columns_without_a_name_of_their_own_are_told() {
        assert!(Sample::of(b"email,,name\n", true).mistake.is_some_and(|text| text.contains("Column 2")));
        assert!(Sample::of(b"email,email\n", true).mistake.is_some_and(|text| text.contains("called email")));
        assert!(Sample::of(&b"x".repeat(70_000), false).mistake.is_some());
    }
}
