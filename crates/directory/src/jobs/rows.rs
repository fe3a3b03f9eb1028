//! The rows of a file of users, one after another, whatever the file's size: a JSON array, an object a line, or CSV.
//!
//! Where a row ends is found without understanding it, so that a bad row costs only itself, and reading can go on at any
//! row's end after a restart.

mod csv;

use std::io::{BufRead, Seek, SeekFrom};

pub(super) use csv::Cell;

/// The longest row: two metadata objects of 1 MiB, with room.
const LONGEST: usize = 4 << 20;
/// How much is read at once.
pub(super) const BUFFER: usize = 64 << 10;

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Format {
    /// `[{…}, {…}]`
    Array,
    /// `{…}` on each line.
    Lines,
    /// What the columns are called, and what stands between them.
    Csv { columns: Vec<String>, comma: u8 },
}

/// A row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawRow {
    /// On which line it begins, from 1.
    pub(super) line: i64,
    pub(super) content: Content,
}

/// What a row holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A JSON text.
    Json(Vec<u8>),
    /// The cells of a line that are not empty, each with its column's name.
    Cells(Vec<(String, Cell)>),
    /// Something else than a row, and why.
    Bad(&'static str, String),
}

/// Why a file cannot be read on.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is not as its beginning promised: where, and why.
    Broken(i64, String),
    /// The disk's matter.
    Io(std::io::Error),
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// A file that is read.
pub(super) struct Rows<R> {
    input: R,
    format: Format,
    /// Where the first row begins.
    start: u64,
    at: u64,
    line: i64,
}

impl<R: BufRead + Seek> Rows<R> {
    /// From the row that begins at the byte `at`, on that line; 0 is the beginning.
    ///
    /// # Errors
    /// `Broken` for what is no such file.
    pub(super) fn open(input: R, at: u64, line: i64) -> Result<Self, Stop> {
        let mut rows = Self { input, format: Format::Lines, start: 0, at: 0, line: 1 };
        rows.begin()?;
        rows.start = rows.at;
        if at > rows.start {
            rows.input.seek(SeekFrom::Start(at))?;
            (rows.at, rows.line) = (at, line);
        }
        Ok(rows)
    }

    /// What the columns of a CSV file are called; none of another one.
    pub(super) fn columns(&self) -> Option<&[String]> {
        match &self.format {
            Format::Csv { columns, .. } => Some(columns),
            Format::Array | Format::Lines => None,
        }
    }

    /// Where the next row begins: its byte, and its line.
    pub(super) fn place(&self) -> (u64, i64) {
        (self.at, self.line)
    }

    fn begin(&mut self) -> Result<(), Stop> {
        const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
        for byte in MARK {
            if self.peek()? == Some(byte) {
                self.bump(byte);
            }
        }
        self.skip_space()?;
        match self.peek()? {
            None => Err(self.broken("there are no users in it")),
            Some(b'[') => {
                self.bump(b'[');
                self.format = Format::Array;
                Ok(())
            }
            Some(b'{') => Ok(()),
            Some(0..0x20 | 0x7f..) => Err(self.broken("it is neither JSON nor CSV")),
            Some(_) => {
                let (columns, comma) = self.header()?;
                self.format = Format::Csv { columns, comma };
                Ok(())
            }
        }
    }

    /// The next row; none at the end.
    ///
    /// # Errors
    /// `Broken` where nobody can tell where the next row begins.
    pub(super) fn next(&mut self) -> Result<Option<RawRow>, Stop> {
        match self.format.clone() {
            Format::Array => self.next_element(),
            Format::Lines => self.next_line(),
            Format::Csv { columns, comma } => self.next_cells(&columns, comma),
        }
    }

    fn next_element(&mut self) -> Result<Option<RawRow>, Stop> {
        let is_first = self.at == self.start;
        self.skip_space()?;
        match self.peek()? {
            Some(b']') => return self.end(),
            Some(b',') if !is_first => {
                self.bump(b',');
                self.skip_space()?;
            }
            Some(_) if is_first => {}
            Some(_) => return Err(self.broken("a comma between two users, or the array's end, is missing")),
            None => return Err(self.broken("the array has no end")),
        }
        let line = self.line;
        let content = self.element()?;
        Ok(Some(RawRow { line, content }))
    }

    /// Nothing but white space may stand behind the array.
    fn end(&mut self) -> Result<Option<RawRow>, Stop> {
        let place = self.place();
        self.bump(b']');
        self.skip_space()?;
        if self.peek()?.is_some() {
            return Err(self.broken("something stands behind the array's end"));
        }
        // Asked again it is the end again.
        self.input.seek(SeekFrom::Start(place.0))?;
        (self.at, self.line) = place;
        Ok(None)
    }

    fn element(&mut self) -> Result<Content, Stop> {
        let mut row = Row::default();
        let (mut depth, mut in_string, mut is_escaped) = (0_u64, false, false);
        loop {
            let Some(byte) = self.peek()? else { return Err(self.broken("the file ends within a user")) };
            if in_string {
                match byte {
                    _ if is_escaped => is_escaped = false,
                    b'\\' => is_escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 0 => {
                        depth -= 1;
                        if depth == 0 {
                            row.push(byte);
                            self.bump(byte);
                            break;
                        }
                    }
                    b'}' => return Err(self.broken("a brace is closed that was not opened")),
                    b',' | b']' if depth == 0 => break,
                    _ => {}
                }
            }
            row.push(byte);
            self.bump(byte);
        }
        if row.is_blank() { Err(self.broken("a user is missing before this")) } else { Ok(row.content()) }
    }

    fn next_line(&mut self) -> Result<Option<RawRow>, Stop> {
        loop {
            let line = self.line;
            let mut row = Row::default();
            let mut is_end = true;
            while let Some(byte) = self.peek()? {
                is_end = false;
                self.bump(byte);
                if byte == b'\n' {
                    break;
                }
                row.push(byte);
            }
            if is_end {
                return Ok(None);
            }
            if !row.is_blank() {
                return Ok(Some(RawRow { line, content: row.content() }));
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Stop> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    /// Takes the byte that was peeked at.
    fn bump(&mut self, byte: u8) {
        self.input.consume(1);
        self.at += 1;
        if byte == b'\n' {
            self.line += 1;
        }
    }

    fn skip_space(&mut self) -> Result<(), Stop> {
        while let Some(byte) = self.peek()?.filter(u8::is_ascii_whitespace) {
            self.bump(byte);
        }
        Ok(())
    }

    fn broken(&self, message: &str) -> Stop {
        Stop::Broken(self.line, message.to_owned())
    }
}

/// A row that is read: no more of it is kept than a row may be long.
#[derive(Default)]
struct Row {
    bytes: Vec<u8>,
    is_long: bool,
}

impl Row {
    fn push(&mut self, byte: u8) {
        if self.bytes.len() < LONGEST {
            self.bytes.push(byte);
        } else {
            self.is_long = true;
        }
    }

    fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    fn content(self) -> Content {
        if self.is_long { too_long() } else { Content::Json(self.bytes) }
    }
}

fn too_long() -> Content {
    Content::Bad("MAX_LENGTH", format!("a user is at most {LONGEST} bytes long"))
}

#[cfg(test)]
mod tests;
