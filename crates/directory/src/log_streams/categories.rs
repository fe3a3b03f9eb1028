//! The categories that Auth0 sorts events into for its log streams.

/// The one that an event code belongs to.
pub(super) fn category(code: &str) -> &'static str {
    match code {
        "f" | "fc" | "fco" | "fcoa" | "fens" | "fp" | "fu" => "auth.login.fail",
        "w" => "auth.login.notification",
        "s" | "scoa" | "sens" => "auth.login.success",
        "flo" | "oidc_backchannel_logout_failed" => "auth.logout.fail",
        "slo" | "oidc_backchannel_logout_succeeded" => "auth.logout.success",
        "fs" => "auth.signup.fail",
        "ss" => "auth.signup.success",
        "fsa" => "auth.silent_auth.fail",
        "ssa" => "auth.silent_auth.success",
        "feacft" | "feccft" | "fecte" | "fede" | "feoobft" | "feotpft" | "fepft" | "fepotpft" | "fercft" | "ferrt"
        | "fertft" => "auth.token_exchange.fail",
        "seacft" | "seccft" | "secte" | "sede" | "seoobft" | "seotpft" | "sepft" | "sepkoobft" | "sepkotpft"
        | "sepkrcft" | "sercft" | "sertft" | "srrt" => "auth.token_exchange.success",
        "fapi" => "management.fail",
        "sapi" | "mgmt_api_read" => "management.success",
        "fscim" | "sscim" => "scim.event",
        "api_limit" | "api_limit_warning" | "coff" | "con" | "depnote" | "fcpro" | "fui" | "limit_delegation"
        | "limit_mu" | "limit_sul" | "limit_wc" | "pwd_leak" | "resource_cleanup" | "signup_pwd_leak" | "sui"
        | "ublkdu" => "system.notification",
        "fce" | "fcp" | "fcph" | "fcpn" | "fcpr" | "fcu" | "fd" | "fdeac" | "fdeaz" | "fdecc" | "fdu" | "fn" | "fv"
        | "fvr" => "user.fail",
        "cls" | "cs" | "du" | "mfar" | "pla" | "wn" | "wum" => "user.notification",
        "sce" | "scp" | "scpn" | "scpr" | "scu" | "scv" | "sd" | "sdu" | "sv" | "svr" => "user.success",
        "actions_execution_failed" => "actions",
        code if code.starts_with("gd_") => "user.notification",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use model::LOG_STREAM_CATEGORIES;

    use super::*;

    #[test]
    fn each_code_is_in_a_category_that_there_is() {
        for (code, expected) in [
            ("fp", "auth.login.fail"),
            ("s", "auth.login.success"),
            ("sapi", "management.success"),
            ("limit_wc", "system.notification"),
            ("scp", "user.success"),
            ("gd_start_auth", "user.notification"),
            ("impersonation_opened", "other"),
            ("", "other"),
        ] {
            assert_eq!(category(code), expected, "{code}");
            assert!(LOG_STREAM_CATEGORIES.contains(&expected));
        }
    }
}
