//! A file of users that comes in: it goes to the disk part by part, whatever its size.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use flate2::write::MultiGzDecoder;

use super::files::{self, Files, LEFT};
use crate::{Error, Result};

/// What gzip may be a file's size of, at most (S-623), beyond the first MiB.
const RATIO: u64 = 100;
const MIB: u64 = 1 << 20;
/// So much is expanded before it is looked at how much it became.
const SLICE: usize = 4 << 10;
/// After so many bytes it is looked how much room there is.
const LOOK: u64 = 16 << 20;

/// A file that comes in; it is gone when this is dropped, unless it became a job's.
pub struct Upload {
    path: PathBuf,
    sink: Option<Sink>,
    is_kept: bool,
}

enum Form {
    /// Nothing is known yet: its first bytes.
    New(Vec<u8>),
    Plain,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

struct Sink {
    file: BufWriter<File>,
    form: Form,
    received: u64,
    written: u64,
    looked: u64,
    folder: PathBuf,
}

impl Upload {
    /// Begins one.
    ///
    /// # Errors
    /// The disk's.
    pub(super) fn begin(files: &Files<'_>, name: &str) -> Result<Self> {
        let path = files.upload(name);
        let file = files::create(&path).map_err(|error| files::failed(&error))?;
        let sink = Sink {
            file: BufWriter::with_capacity(256 << 10, file),
            form: Form::New(Vec::new()),
            received: 0,
            written: 0,
            looked: 0,
            folder: files.0.to_owned(),
        };
        Ok(Self { path, sink: Some(sink), is_kept: false })
    }

    /// Takes the next part. What comes in gzip is expanded.
    ///
    /// # Errors
    /// `Field` for what cannot be users, `TooLarge` where there is no room.
    pub async fn write(&mut self, part: impl AsRef<[u8]> + Send + 'static) -> Result<()> {
        self.with(move |sink| sink.take(part.as_ref())).await
    }

    /// Ends it: all is on the disk. How many bytes it is.
    ///
    /// # Errors
    /// `Field` for an empty file; as [`Upload::write`].
    pub(super) async fn finish(&mut self) -> Result<u64> {
        self.with(Sink::finish).await
    }

    async fn with<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Sink) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let Some(mut sink) = self.sink.take() else {
            return Err(Error::Invalid("the file failed already".to_owned()));
        };
        let done = tokio::task::spawn_blocking(move || work(&mut sink).map(|done| (sink, done))).await;
        let (sink, done) = done.map_err(|error| Error::Internal(format!("a file that comes in: {error}")))??;
        self.sink = Some(sink);
        Ok(done)
    }

    /// Gives the file to a job.
    ///
    /// # Errors
    /// The disk's.
    pub(super) fn keep(mut self, files: &Files<'_>, job: &str) -> Result<()> {
        let moved = std::fs::rename(&self.path, files.import(job)).and_then(|()| files.sync());
        moved.map_err(|error| files::failed(&error))?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.is_kept {
            files::remove(&self.path);
        }
    }
}

impl Sink {
    fn take(&mut self, part: &[u8]) -> Result<()> {
        self.received += part.len() as u64;
        match &mut self.form {
            Form::New(first) => {
                first.extend_from_slice(part);
                if first.len() < 4 {
                    return Ok(());
                }
                let first = std::mem::take(first);
                self.begin(&first)
            }
            Form::Plain => self.put(part),
            Form::Gzip(_) => self.expand(part),
        }
    }

    fn begin(&mut self, first: &[u8]) -> Result<()> {
        if first.starts_with(b"PK\x03\x04") {
            return Err(refused("A zip file is not taken: send the file that is in it, as it is or in gzip."));
        }
        if first.starts_with(&[0x1f, 0x8b]) {
            self.form = Form::Gzip(Box::new(MultiGzDecoder::new(Vec::new())));
            return self.expand(first);
        }
        self.form = Form::Plain;
        self.put(first)
    }

    fn expand(&mut self, part: &[u8]) -> Result<()> {
        for slice in part.chunks(SLICE) {
            let Form::Gzip(decoder) = &mut self.form else { return Ok(()) };
            decoder.write_all(slice).map_err(|_| refused("The gzip file is damaged."))?;
            let expanded = std::mem::take(decoder.get_mut());
            self.put(&expanded)?;
            if self.written > MIB + RATIO * self.received {
                return Err(refused("The gzip file expands to more than a hundred times its size."));
            }
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.written += bytes.len() as u64;
        if self.looked == 0 || self.written.saturating_sub(self.looked) > LOOK {
            self.looked = self.written.max(1);
            if rustix::fs::statvfs(&self.folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < LEFT) {
                return Err(files::full());
            }
        }
        self.file.write_all(bytes).map_err(|error| files::failed(&error))
    }

    fn finish(&mut self) -> Result<u64> {
        if let Form::New(first) = &mut self.form {
            let first = std::mem::take(first);
            self.begin(&first)?;
        }
        if let Form::Gzip(decoder) = &mut self.form {
            decoder.try_finish().map_err(|_| refused("The gzip file is damaged, or its end is missing."))?;
            let expanded = std::mem::take(decoder.get_mut());
            self.put(&expanded)?;
        }
        if self.written == 0 {
            return Err(refused("Users file must not be empty."));
        }
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        synced.map_err(|error| files::failed(&error))?;
        Ok(self.written)
    }
}

fn refused(message: &str) -> Error {
    Error::field("users", message)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    async fn upload(parts: &[Vec<u8>]) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let files = Files(folder.path());
        let mut upload = Upload::begin(&files, "x").unwrap();
        for part in parts {
            upload.write(part.clone()).await?;
        }
        let size = upload.finish().await?;
        upload.keep(&files, "job_1").unwrap();
        let kept = std::fs::read(files.import("job_1")).unwrap();
        assert_eq!(kept.len() as u64, size);
        Ok(kept)
    }

    #[tokio::test]
    async fn files_are_kept_as_they_are_and_gzip_expanded() {
        let text = b"[{\"email\":\"ada@example.com\"}]".repeat(100);
        assert_eq!(upload(std::slice::from_ref(&text)).await.unwrap(), text);
        let bytes: Vec<Vec<u8>> = text.chunks(1).map(<[u8]>::to_vec).collect();
        assert_eq!(upload(&bytes).await.unwrap(), text);
        // Members behind each other, as exports are written.
        let members = [gzip(&text), gzip(b"more")].concat();
        let parts: Vec<Vec<u8>> = members.chunks(7).map(<[u8]>::to_vec).collect();
        assert_eq!(upload(&parts).await.unwrap(), [&text[..], b"more"].concat());
        assert_eq!(upload(&[b"{}".to_vec()]).await.unwrap(), b"{}");
    }

    /// S-623.
    #[tokio::test]
    async fn bombs_and_what_is_damaged_are_refused_and_leave_nothing() {
        let text = b"[{\"email\":\"ada@example.com\"}]".to_vec();
        let zeros = gzip(&vec![b'['; 32 << 20]);
        let cut = gzip(&text)[..20].to_vec();
        let mut bent = gzip(&text);
        bent[15] ^= 0xff;
        for (parts, part) in [
            (vec![], "must not be empty"),
            (vec![b"PK\x03\x04....".to_vec()], "zip"),
            (vec![zeros], "hundred times"),
            (vec![cut], "damaged"),
            (vec![bent], "damaged"),
        ] {
            let refused = upload(&parts).await.unwrap_err().to_string();
            assert!(refused.contains(part), "{refused}");
        }
        let folder = tempfile::tempdir().unwrap();
        drop(Upload::begin(&Files(folder.path()), "x").unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
