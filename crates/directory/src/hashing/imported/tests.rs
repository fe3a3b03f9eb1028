//! Known hashes of every kind, and some that are refused.

use serde_json::{Value, json};

use super::*;

const PASSWORD: &str = "correct horse";

#[expect(clippy::needless_pass_by_value, reason = "the calls read better")]
fn stored(custom: Value) -> Result<String, HashMistake> {
    custom_password_hash(custom.as_object().unwrap())
}

fn is_of(hash: &str, password: &str) -> bool {
    let normal = crate::hashing::normal(password);
    verify(hash, password, &normal, &Memory::default(), || false).unwrap()
}

fn check(custom: Value, password: &str) {
    let told = custom.to_string();
    let hash = stored(custom).unwrap_or_else(|mistake| panic!("{told}: {mistake:?}"));
    assert!(is_imported(&hash) && is_custom(&hash));
    assert!(is_of(&hash, password), "{told}");
    assert!(!is_of(&hash, &format!("{password}!")) && !is_of(&hash, ""), "{told}");
}

/// The digests' own test vectors (RFC 1320, RFC 1321, FIPS 180-4), hex in either case and base64.
#[test]
fn digests_are_verified() {
    for (algorithm, value, encoding) in [
        ("md4", "A448017AAF21D8525FC10AE87AA6729D", "hex"),
        ("md5", "900150983cd24fb0d6963f7d28e17f72", "hex"),
        ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d", "hex"),
        ("sha256", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", "base64"),
        (
            "sha512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "hex",
        ),
    ] {
        check(json!({ "algorithm": algorithm, "hash": { "value": value, "encoding": encoding } }), "abc");
    }
}

#[test]
fn the_salt_stands_where_it_is_said() {
    let md5 = json!({ "value": "edf3863f78323b0ef4b0a008412eab5e", "encoding": "hex" });
    check(json!({ "algorithm": "md5", "hash": md5, "salt": { "value": "pepper", "position": "suffix" } }), PASSWORD);
    let prefixed = json!({ "algorithm": "md5", "hash": md5, "salt": { "value": "pepper", "position": "prefix" } });
    assert!(!is_of(&stored(prefixed).unwrap(), PASSWORD));
    let sha256 =
        json!({ "value": "7dd074e35d7d8e19669507f6877a85adbf056dcfdfdddfe0cd4b18d30a9bd0f8", "encoding": "hex" });
    let salt = json!({ "value": "00FF10", "encoding": "hex", "position": "prefix" });
    check(json!({ "algorithm": "sha256", "hash": sha256, "salt": salt }), PASSWORD);
}

#[test]
fn the_password_is_encoded_as_it_was() {
    let sha256 = |value: &str| json!({ "value": value, "encoding": "hex" });
    let hash = sha256("906ebbec35d7aba42e51fd22d5f08d21499371893451c186dc153594e1250e2e");
    for encoding in ["utf16le", "ucs2"] {
        let custom = json!({ "algorithm": "sha256", "hash": hash, "password": { "encoding": encoding } });
        check(custom, "p\u{e4}ssword");
    }
    let hash = sha256("2bb859cd0194ba5439cc7a06b78fb1090cca8787");
    for encoding in ["latin1", "binary", "ascii"] {
        check(json!({ "algorithm": "sha1", "hash": hash, "password": { "encoding": encoding } }), "p\u{e4}ssword");
    }
    // What was hashed in another form than the normal one is right as it is typed.
    let hash = sha256("81ef060bcd98adc7824eb5c1ada83c32491b16018e11e79f00ab9d09e04b015a");
    check(json!({ "algorithm": "sha256", "hash": hash }), "cafe\u{301}");
}

/// RFC 2202, RFC 2286, RFC 4231; with and without salt.
#[test]
fn hmacs_are_verified() {
    for (digest, value, key, password) in [
        ("md5", "750c783e6ab0b503eaa86e310a5db738", "Jefe", "what do ya want for nothing?"),
        ("sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "Jefe", "what do ya want for nothing?"),
        ("ripemd160", "dda6c0213a485a9e24f4742064a7f033b43c4069", "Jefe", "what do ya want for nothing?"),
        ("sha224", "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44", "Jefe", "what do ya want for nothing?"),
        (
            "sha256",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "Jefe",
            "what do ya want for nothing?",
        ),
        (
            "sha384",
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            "Jefe",
            "what do ya want for nothing?",
        ),
    ] {
        let hash = json!({ "value": value, "encoding": "hex", "digest": digest, "key": { "value": key } });
        check(json!({ "algorithm": "hmac", "hash": hash }), password);
    }
    let hash = json!({
        "value": "63302576caa9def2261394597309836d1154c300f2ef597f0bc6618b0ade942038f060502f2a92ca678980a688a065ff6c0c6810911709c85e344e44afc4342f",
        "encoding": "hex", "digest": "sha512", "key": { "value": "010203", "encoding": "hex" },
    });
    check(json!({ "algorithm": "hmac", "hash": hash, "salt": { "value": "na" } }), PASSWORD);
}

/// The digests' own vectors, of those that only HMAC and PBKDF2 use.
#[test]
fn the_other_digests_are_the_right_ones() {
    use super::digest::Digest;
    for (digest, expected) in [
        (Digest::Ripemd160, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
        (
            Digest::Whirlpool,
            "4e2448a4c6f486bb16b6562c73b4020bf3043e3a731bce721ae1b303d97e6d4c7181eebdb6c57e277d0e34957114cbd6c797fc9d95d8b582d225292076d4eef5",
        ),
    ] {
        assert_eq!(crate::random::hex(&digest.of([b"a", b"bc"])), expected);
        assert_eq!(digest.length() * 2, expected.len());
    }
    for name in
        ["RSA-MD4", "md5WithRSAEncryption", "ssl3-sha1", "rmd160", "RSA-SHA1-2", "ripemd160WithRSA", "whirlpool"]
    {
        assert!(Digest::of_openssl(name).is_some(), "{name}");
    }
}

/// RFC 2307 §5.3, as OpenLDAP writes it.
#[test]
fn ldaps_hashes_are_verified() {
    for value in [
        "{SHA}L55TUjtiq8FBorTWAZ0jy6g129A=",
        "{MD5}PLTnMmMfR+brlh80VUt83g==",
        "{SMD5}c0XsUHsrFwx7qo9wm5ahDZoBc2FsdA==",
        "{SSHA}8ArOJaIkW/amakIP+4if6MU2lQaaAXNhbHQ=",
        "{ssha256}d7Akb3+eqgfpc3wEC6dv1yQckOLtkXmUj1SkQUJXyQCaAXNhbHQ=",
        "{SSHA384}u/7ePNGg6nfAifVRg4h1sa+WgK3rPPYQiGMTg4Mw/Qxc63wR5WgycMt0sGq8BikymgFzYWx0",
        "{SSHA512}HMKRRCRmSxSof09D5vdAgKIRfB7Fa97gkwpOAFVPKqp7JYX+ZvaYVPCj6XRngz7qMcsunFyT3n7qgXZvHwWz7poBc2FsdA==",
    ] {
        check(json!({ "algorithm": "ldap", "hash": { "value": value, "encoding": "utf8" } }), PASSWORD);
    }
}

/// RFC 6070 for SHA-1, the others by another implementation.
#[test]
fn pbkdf2_is_verified() {
    let custom = |value: &str| json!({ "algorithm": "pbkdf2", "hash": { "value": value, "encoding": "utf8" } });
    check(custom("$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE"), "password");
    for value in [
        "$pbkdf2-sha256$i=1000,l=32$c29tZSBzYWx0$mSu9vYwzmlYs+LN+zfZIalLDyXJGWSSZFIiLrSSbMR4",
        "$pbkdf2-RSA-SHA512$i=1000,l=64$c29tZSBzYWx0$X+KFucL6qFwKC34KatXh//9xpihJgEkNv8wBUem1vfB7jx8bpfchkJLpiuRSVass8zdNcFcASk0MpEm7sbXt6A",
        "$pbkdf2-md5$i=500,l=64$c29tZSBzYWx0$uwBALnnHmnPzAs9D+D2ldNtg43+AS7IVRVsSsKCjJt08zQ6bq/YU45DQMlMD9MJDkRARJGazG24TGCQRZcdn1A==",
    ] {
        check(custom(value), PASSWORD);
    }
}

#[test]
fn scrypt_is_verified() {
    let hash = json!({
        "value": "bc06d8f5b0740c46269f6e6f6c15c590b99d293c9c8e2a7faa7dede88ab1873ab1cf22d6b1f3d5dba7ae628691f7906944ba04d5ff245737ca54b7552b66431a",
        "encoding": "hex",
    });
    let custom = json!({
        "algorithm": "scrypt", "hash": hash, "salt": { "value": "NaCl", "encoding": "utf8" }, "keylen": 64,
        "cost": 1024, "blockSize": 8, "parallelization": 2,
    });
    check(custom, PASSWORD);
}

/// crypt_blowfish's and argon2's own test vectors.
#[test]
fn bcrypt_and_argon2_are_verified() {
    let bcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    assert_eq!(password_hash(bcrypt, false).as_deref(), Ok(bcrypt));
    assert!(is_imported(bcrypt) && !is_custom(bcrypt) && is_of(bcrypt, "U*U") && !is_of(bcrypt, "U*V"));
    check(json!({ "algorithm": "bcrypt", "hash": { "value": bcrypt } }), "U*U");
    let argon2 = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    check(json!({ "algorithm": "argon2", "hash": { "value": argon2, "encoding": "utf8" } }), "password");
    assert!(password_hash(argon2, false).is_err(), "only a full import takes what Roster itself keeps");
    assert_eq!(password_hash(argon2, true).as_deref(), Ok(argon2));
}

/// What would keep a login waiting, or could never be right.
#[test]
fn hashes_that_cost_too_much_or_cannot_be_are_refused() {
    let text = |algorithm: &str, value: &str| json!({ "algorithm": algorithm, "hash": { "value": value } });
    let hex = |length: usize| json!({ "value": "ab".repeat(length), "encoding": "hex" });
    let b64 = |length: usize| "A".repeat(length);
    let bcrypt = |prefix: &str| format!("{prefix}{}", "C".repeat(53));
    for (custom, code) in [
        (text("bcrypt", &bcrypt("$2b$15$")), "MAXIMUM"),
        (text("bcrypt", &bcrypt("$2b$31$")), "MAXIMUM"),
        (text("bcrypt", &bcrypt("$2b$03$")), "MINIMUM"),
        (text("bcrypt", &bcrypt("$2x$10$")), "PATTERN"),
        (
            text("argon2", "$argon2id$v=19$m=1048576,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
            "MAXIMUM",
        ),
        (
            text("argon2", "$argon2id$v=19$m=65536,t=100,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
            "MAXIMUM",
        ),
        (text("argon2", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"), "PATTERN"),
        (text("argon2", "hello"), "PATTERN"),
        (text("pbkdf2", &format!("$pbkdf2-sha512$i=4000000000,l=64$c2FsdA${}", b64(86))), "MAXIMUM"),
        (text("pbkdf2", &format!("$pbkdf2-md5$i=1000000,l=64$c2FsdA${}", b64(86))), "MAXIMUM"),
        (text("pbkdf2", &format!("$pbkdf2-sha512$i=0,l=64$c2FsdA${}", b64(86))), "MAXIMUM"),
        (text("pbkdf2", &format!("$pbkdf2-sha512$i=1,l=4096$c2FsdA${}", b64(86))), "PATTERN"),
        (text("pbkdf2", "$pbkdf2-mdc2$i=1,l=64$c2FsdA$AAAA"), "PATTERN"),
        (text("ldap", "{CRYPT}$1$abc"), "PATTERN"),
        (text("ldap", "{SSHA}L55TUjtiq8FBorTWAZ0jy6g129A="), "PATTERN"),
        (json!({ "algorithm": "scrypt", "hash": hex(64), "keylen": 64, "cost": 1 << 24 }), "MAXIMUM"),
        (json!({ "algorithm": "scrypt", "hash": hex(64), "keylen": 64, "parallelization": 1 << 20 }), "MAXIMUM"),
        (json!({ "algorithm": "scrypt", "hash": hex(64), "cost": u64::MAX, "blockSize": u64::MAX }), "MINIMUM"),
        (json!({ "algorithm": "scrypt", "hash": hex(64), "cost": 1_u64 << 63, "blockSize": u64::MAX }), "MAXIMUM"),
        (json!({ "algorithm": "scrypt", "hash": hex(64), "cost": 1000 }), "MINIMUM"),
        (json!({ "algorithm": "scrypt", "hash": hex(32), "keylen": 64 }), "MIN_LENGTH"),
        (json!({ "algorithm": "md5", "hash": hex(20) }), "MAX_LENGTH"),
        (json!({ "algorithm": "md5", "hash": { "value": "xyz", "encoding": "hex" } }), "FORMAT"),
        (json!({ "algorithm": "md5", "hash": { "value": "x" } }), "ENUM_MISMATCH"),
        (json!({ "algorithm": "md6", "hash": hex(16) }), "ENUM_MISMATCH"),
        (json!({ "algorithm": "md5" }), "OBJECT_REQUIRED"),
        (json!({ "algorithm": "md5", "hash": "x" }), "INVALID_TYPE"),
        (json!({ "algorithm": "md5", "hash": hex(16), "pepper": 1 }), "NOT_PASSED"),
        (json!({ "algorithm": "md5", "hash": hex(16), "cost": 4 }), "NOT_PASSED"),
        (
            json!({ "algorithm": "bcrypt", "hash": { "value": bcrypt("$2b$10$") }, "salt": { "value": "a" } }),
            "NOT_PASSED",
        ),
        (json!({ "algorithm": "hmac", "hash": hex(16) }), "ENUM_MISMATCH"),
        (
            json!({ "algorithm": "hmac", "hash": { "value": "00", "encoding": "hex", "digest": "md5" } }),
            "OBJECT_REQUIRED",
        ),
        (json!({ "algorithm": "md5", "hash": hex(16), "salt": { "value": "x".repeat(20_000) } }), "MAX_LENGTH"),
    ] {
        let told = custom.to_string();
        let mistake = stored(custom).expect_err(&told);
        assert_eq!(mistake.code, code, "{told}: {mistake:?}");
        assert!(mistake.path.starts_with("custom_password_hash") && !mistake.message.is_empty());
    }
}
