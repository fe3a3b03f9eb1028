//! Values with commas: RFC 4180, with commas or semicolons, as spreadsheets write it.

use std::io::{BufRead, Seek};

use super::{Content, LONGEST, RawRow, Rows, Stop, too_long};

/// The most columns.
const COLUMNS: usize = 500;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::jobs) struct Cell(pub(in crate::jobs) String);

/// What stands on a line.
struct Line {
    cells: Vec<String>,
    is_long: bool,
    is_text: bool,
}

impl<R: BufRead + Seek> Rows<R> {
    /// The names of the columns, and what stands between them.
    pub(super) fn header(&mut self) -> Result<(Vec<String>, u8), Stop> {
        // Of a line with semicolons and no comma the semicolons are meant.
        let buffer = self.input.fill_buf()?;
        let first = buffer.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let comma = if !first.contains(&b',') && first.contains(&b';') { b';' } else { b',' };
        let Some(line) = self.cells(comma)? else { return Err(self.broken("there are no users in it")) };
        if !line.is_text || line.is_long || line.cells.len() > COLUMNS {
            return Err(Stop::Broken(1, "its first line are not the names of columns".to_owned()));
        }
        let columns: Vec<String> = line.cells.iter().map(|name| name.trim().to_owned()).collect();
        for (index, name) in columns.iter().enumerate() {
            if name.is_empty() || columns[..index].contains(name) {
                let message = format!("a column has no name, or two have the same one: {name:?}");
                return Err(Stop::Broken(1, message));
            }
        }
        Ok((columns, comma))
    }

    pub(super) fn next_cells(&mut self, columns: &[String], comma: u8) -> Result<Option<RawRow>, Stop> {
        loop {
            let begins = self.line;
            let Some(line) = self.cells(comma)? else { return Ok(None) };
            if line.cells.iter().all(|cell| cell.trim().is_empty()) && !line.is_long {
                continue;
            }
            let content = if line.is_long {
                too_long()
            } else if !line.is_text {
                Content::Bad("FORMAT", "the line is not UTF-8".to_owned())
            } else if line.cells.len() != columns.len() {
                let message = format!("the line has {} values, its file {} columns", line.cells.len(), columns.len());
                Content::Bad("ARRAY_LENGTH_LONG", message)
            } else {
                let cells = columns.iter().cloned().zip(line.cells).filter(|(_, cell)| !cell.is_empty());
                Content::Cells(cells.map(|(name, cell)| (name, Cell(cell))).collect())
            };
            return Ok(Some(RawRow { line: begins, content }));
        }
    }

    /// The values of a line, whose quoted ones may have line breaks; none at the end.
    fn cells(&mut self, comma: u8) -> Result<Option<Line>, Stop> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let (mut cells, mut cell, mut length) = (Vec::new(), Vec::new(), 0_usize);
        let (mut is_quoted, mut was_quoted, mut is_text) = (false, false, true);
        let mut take = |cell: &mut Vec<u8>, cells: &mut Vec<String>| match String::from_utf8(std::mem::take(cell)) {
            Ok(text) => cells.push(text),
            Err(_) => {
                is_text = false;
                cells.push(String::new());
            }
        };
        loop {
            let byte = self.peek()?;
            if let Some(byte) = byte {
                self.bump(byte);
            }
            match byte {
                None if is_quoted => return Err(self.broken("the file ends within quotes")),
                None | Some(b'\n') if !is_quoted => {
                    if !was_quoted && cell.last() == Some(&b'\r') {
                        cell.pop();
                    }
                    take(&mut cell, &mut cells);
                    break;
                }
                Some(b'"') if is_quoted => {
                    if self.peek()? == Some(b'"') {
                        self.bump(b'"');
                        cell.push(b'"');
                    } else {
                        is_quoted = false;
                    }
                }
                Some(b'"') if cell.is_empty() && !was_quoted => (is_quoted, was_quoted) = (true, true),
                Some(byte) if byte == comma && !is_quoted => {
                    take(&mut cell, &mut cells);
                    was_quoted = false;
                }
                // Of what follows a closing quote only the line's end means something.
                Some(b'\r') if was_quoted && !is_quoted => {}
                Some(byte) => {
                    length += 1;
                    if length <= LONGEST {
                        cell.push(byte);
                    }
                }
                None => break,
            }
            if cells.len() > COLUMNS {
                // More than any header has: how many they are does not matter.
                cells.truncate(COLUMNS + 1);
            }
        }
        Ok(Some(Line { cells, is_long: length > LONGEST, is_text }))
    }
}
