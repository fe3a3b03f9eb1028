"""PyPI auth0-python 6: a client a noun, answers as models that are checked, lists in pages that are gone through."""

import unittest
from operator import attrgetter

import requests
from auth0.authentication import GetToken, Users as Profiles
from auth0.authentication.exceptions import Auth0Error
from auth0.management import ManagementClient
from auth0.management.core.api_error import ApiError
from browser import AUDIENCE, CALLBACK, CONNECTION, DOMAIN, PASSWORD, VERIFIER, code, credentials, new_user


# Of each the SDK checks the answer. Log streams and jobs belong here once Roster has them.
READABLE = """
    actions.list actions.triggers.list attack_protection.bot_detection.get attack_protection.breached_password_detection.get
    attack_protection.brute_force_protection.get attack_protection.captcha.get
    attack_protection.suspicious_ip_throttling.get branding.get branding.phone.providers.list client_grants.list clients.list
    connection_profiles.list connections.list custom_domains.list device_credentials.list event_streams.list flows.list
    forms.list guardian.factors.list guardian.policies.list hooks.list logs.list network_acls.list organizations.list
    prompts.get_settings prompts.rendering.list resource_servers.list risk_assessments.settings.get
    risk_assessments.settings.new_device.get roles.list rules.list rules_configs.list self_service_profiles.list
    stats.get_daily tenants.settings.get token_exchange_profiles.list user_attribute_profiles.list user_grants.list users.list
""".split()


def manage(name):
    """The Management API; the SDK gets the tokens for it."""
    client_id, client_secret = credentials(name)
    return ManagementClient(domain=DOMAIN, client_id=client_id, client_secret=client_secret)


class UserManagement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.roster = manage("manager")
        cls.shop = GetToken(DOMAIN, *credentials("shop"))
        cls.phone = GetToken(DOMAIN, *credentials("phone"))

    def create(self, **more):
        return self.roster.users.create(**new_user(**more))

    def log_in(self, user, password=PASSWORD):
        return self.shop.login(user.email, password, realm=CONNECTION)

    def refused(self, status, call, *args, **kwargs):
        with self.assertRaises((ApiError, Auth0Error)) as caught:
            call(*args, **kwargs)
        self.assertEqual(caught.exception.status_code, status, caught.exception)
        return caught.exception

    def test_a_program_gets_a_token_by_its_secret(self):
        answer = GetToken(DOMAIN, *credentials("manager")).client_credentials(AUDIENCE)
        self.assertEqual(answer["token_type"], "Bearer")
        self.assertIsNotNone(ManagementClient(domain=DOMAIN, token=answer["access_token"]).users.list().items)

    def test_a_user_is_created_read_changed_and_deleted(self):
        user = self.create(given_name="Ada", user_metadata={"plan": "gold"})
        self.assertEqual(self.roster.users.get(user.user_id).given_name, "Ada")
        change = {"name": "Ada Lovelace", "user_metadata": {"plan": None, "seats": 3}, "app_metadata": {"level": 7}}
        changed = self.roster.users.update(user.user_id, **change)
        self.assertEqual(changed.name, "Ada Lovelace")
        self.assertEqual((changed.user_metadata, changed.app_metadata), ({"seats": 3}, {"level": 7}))
        self.roster.users.delete(user.user_id)
        self.refused(404, self.roster.users.get, user.user_id)

    def test_users_are_found_by_email_by_metadata_and_by_range(self):
        user = self.create(app_metadata={"team": "searched", "seats": 5})
        self.create(app_metadata={"team": "searched", "seats": 50})
        found = self.roster.users.list_users_by_email(email=user.email)
        self.assertEqual([one.user_id for one in found], [user.user_id])
        for q in [
            f'email:"{user.email.upper()}"',
            "app_metadata.team:searched AND app_metadata.seats:[2 TO 10]",
            f'user_id:"{user.user_id}" AND created_at:[2020-01-01 TO *]',
        ]:
            self.assertEqual([one.user_id for one in self.roster.users.list(q=q, search_engine="v3")], [user.user_id], q)
        pages = self.roster.users.list(q="app_metadata.team:searched", sort="created_at:-1", per_page=1)
        self.assertEqual([one.app_metadata["seats"] for one in pages], [50, 5])

    def test_a_blocked_user_is_not_let_in_and_one_whose_tries_failed_is_let_in_again(self):
        user = self.create()
        self.roster.users.update(user.user_id, blocked=True)
        blocked = self.refused(403, self.log_in, user)
        self.assertEqual((blocked.error_code, blocked.message), ("invalid_grant", "user is blocked"))
        self.roster.users.update(user.user_id, blocked=False)
        self.assertIn("access_token", self.log_in(user))
        for _ in range(10):
            self.refused(403, self.log_in, user, "wrong")
        self.assertEqual(self.refused(429, self.log_in, user).error_code, "too_many_attempts")
        blocks = self.roster.user_blocks.list(user.user_id)
        self.assertEqual(blocks.blocked_for[0].identifier, user.email)
        self.roster.user_blocks.delete(user.user_id)
        self.assertIn("access_token", self.log_in(user))

    def test_a_login_leaves_a_session_a_device_a_refresh_token_and_events(self):
        user = self.create()
        user_id = user.user_id
        tokens = self.phone.authorization_code_pkce(VERIFIER, code(user.email), CALLBACK)
        profile = Profiles(DOMAIN).userinfo(tokens["access_token"])
        self.assertEqual((profile["sub"], profile["email"]), (user_id, user.email))
        renewed = self.phone.refresh_token(tokens["refresh_token"])
        self.assertIn("access_token", renewed)

        [session] = self.roster.users.sessions.list(user_id)
        self.assertEqual(session.clients[0].client_id, credentials("phone")[0])
        self.assertEqual(self.roster.sessions.get(session.id).user_id, user_id)
        [held] = self.roster.users.refresh_token.list(user_id)
        self.assertEqual(self.roster.refresh_tokens.get(held.id).session_id, session.id)
        [device] = self.roster.device_credentials.list(user_id=user_id, type="rotating_refresh_token")
        self.assertEqual(device.device_name, "Ada's telephone")
        logs = list(self.roster.users.logs.list(user_id, sort="date:-1"))
        self.assertLessEqual({"s", "seacft", "sertft"}, {event.type for event in logs})
        self.assertEqual(self.roster.logs.get(logs[0].log_id).user_id, user_id)
        self.assertEqual(len(list(self.roster.logs.list(search=f'type:s AND user_id:"{user_id}"'))), 1)

        self.roster.device_credentials.delete(device.id)
        newest = renewed.get("refresh_token", tokens["refresh_token"])
        self.assertEqual(self.refused(403, self.phone.refresh_token, newest).error_code, "invalid_grant")
        self.roster.users.sessions.delete(user_id)
        self.assertEqual(list(self.roster.users.sessions.list(user_id)), [])

    def test_two_users_become_one_with_two_accounts_and_two_again(self):
        first, second = self.create(), self.create()
        both = self.roster.users.identities.link(first.user_id, provider="auth0", user_id=second.user_id)
        self.assertEqual([f"auth0|{one.user_id}" for one in both], [first.user_id, second.user_id])
        self.refused(404, self.roster.users.get, second.user_id)
        one = self.roster.users.identities.delete(first.user_id, "auth0", both[1].user_id)
        self.assertEqual(len(one), 1)
        self.assertEqual(self.roster.users.get(second.user_id).email, second.email)

    def test_roles_and_permissions_are_made_given_and_taken(self):
        user_id = self.create().user_id
        identifier = "https://orders.example.com/"
        scopes = [{"value": "read:orders", "description": "See orders"}, {"value": "write:orders"}]
        self.roster.resource_servers.create(name="Orders", identifier=identifier, scopes=scopes)
        role = self.roster.roles.create(name="Clerk", description="Sees orders")
        permission = lambda name: {"resource_server_identifier": identifier, "permission_name": name}
        self.roster.roles.permissions.add(role.id, permissions=[permission("read:orders")])
        held = self.roster.roles.permissions.list(role.id)
        self.assertEqual([one.permission_name for one in held], ["read:orders"])
        self.roster.users.roles.assign(user_id, roles=[role.id])
        self.roster.users.permissions.create(user_id, permissions=[permission("write:orders")])
        self.assertEqual([one.id for one in self.roster.users.roles.list(user_id)], [role.id])
        self.assertEqual([one.user_id for one in self.roster.roles.users.list(role.id)], [user_id])
        held = list(self.roster.users.permissions.list(user_id))
        sources = {one.permission_name: one.sources[0]["source_type"] for one in held}
        self.assertEqual(sources, {"read:orders": "ROLE", "write:orders": "DIRECT"})
        self.roster.users.permissions.delete(user_id, permissions=[permission("write:orders")])
        self.roster.users.roles.delete(user_id, roles=[role.id])
        self.assertEqual(list(self.roster.users.permissions.list(user_id)), [])
        self.roster.roles.update(role.id, description="Saw orders")
        self.assertEqual([one.description for one in self.roster.roles.list(name_filter="Clerk")], ["Saw orders"])
        self.roster.roles.delete(role.id)
        self.refused(404, self.roster.roles.get, role.id)

    def test_links_for_a_new_password_and_a_verified_address_are_made(self):
        more = {"user_id": self.create(email_verified=False).user_id, "result_url": "https://shop.example.com/done"}
        for made in [
            self.roster.tickets.verify_email(ttl_sec=60, **more),
            self.roster.tickets.change_password(mark_email_as_verified=True, **more),
        ]:
            self.assertTrue(made.ticket.startswith(f"https://{DOMAIN}/"), made)
            self.assertEqual(requests.get(made.ticket).status_code, 200)

    def test_rules_and_their_settings_are_kept(self):
        script = "function (user, context, callback) { callback(null, user, context); }"
        rule = self.roster.rules.create(name="Pass", script=script, enabled=False)
        self.assertEqual(self.roster.rules.get(rule.id).script, script)
        changed = self.roster.rules.update(rule.id, enabled=True, order=41)
        self.assertEqual((changed.enabled, changed.order, changed.stage), (True, 41, "login_success"))
        self.assertIn(rule.id, [one.id for one in self.roster.rules.list(enabled=True)])
        self.roster.rules.delete(rule.id)
        self.assertEqual(self.roster.rules_configs.set("COLOUR", value="blue").value, "blue")
        self.assertEqual([one.key for one in self.roster.rules_configs.list()], ["COLOUR"])
        self.roster.rules_configs.delete("COLOUR")

    def test_applications_and_what_they_may_do_are_made_and_changed(self):
        client = self.roster.clients.create(name="Tool", app_type="non_interactive")
        self.assertTrue(client.client_secret)
        grant = self.roster.client_grants.create(client_id=client.client_id, audience=AUDIENCE, scope=["read:users"])
        self.roster.client_grants.update(grant.id, scope=["read:users", "read:logs"])
        [grant] = self.roster.client_grants.list(client_id=client.client_id)
        self.assertEqual(sorted(grant.scope), ["read:logs", "read:users"])
        self.assertEqual(self.roster.clients.update(client.client_id, description="A tool").description, "A tool")
        self.assertNotEqual(self.roster.clients.rotate_secret(client.client_id).client_secret, client.client_secret)
        self.roster.clients.delete(client.client_id)
        self.refused(404, self.roster.clients.get, client.client_id)

    def test_connections_are_made_and_changed_and_take_their_users_with_them(self):
        client_id = credentials("shop")[0]
        options = {"passwordPolicy": "low", "disable_signup": True}
        made = self.roster.connections.create(name="Staff", strategy="auth0", options=options)
        connection = self.roster.connections.get(made.id)
        self.assertEqual(connection.realms, ["Staff"])
        self.roster.connections.update(made.id, options={**connection.options, "passwordPolicy": "good"})
        self.roster.connections.clients.update(made.id, request=[{"client_id": client_id, "status": True}])
        self.assertEqual([one.client_id for one in self.roster.connections.clients.get(made.id)], [client_id])
        self.assertEqual([one.id for one in self.roster.connections.list(name="Staff", strategy=["auth0"])], [made.id])
        user = self.create(connection="Staff")
        self.assertEqual(user.identities[0].connection, "Staff")
        self.roster.connections.delete(made.id)
        self.refused(404, self.roster.users.get, user.user_id)

    def test_the_tenants_settings_and_figures_are_told(self):
        settings = self.roster.tenants.settings.update(friendly_name="Shops", session_lifetime=100)
        self.assertEqual((settings.friendly_name, settings.session_lifetime), ("Shops", 100))
        self.assertEqual(self.roster.tenants.settings.get().friendly_name, "Shops")
        self.assertIsInstance(self.roster.stats.get_active_users_count(), (int, float))
        self.assertIsInstance(self.roster.stats.get_daily(), list)

    def test_what_can_be_read_is_of_the_types_that_the_sdk_knows(self):
        for name in READABLE:
            with self.subTest(name):
                answer = attrgetter(name)(self.roster)()
                if name.endswith(".list"):
                    self.assertIsNotNone(list(answer))

    def test_a_refusal_says_why(self):
        user = self.create()
        told = lambda error: (error.body["errorCode"], error.body["message"])
        unknown = self.refused(404, self.roster.users.get, "auth0|nobody")
        self.assertEqual(told(unknown), ("inexistent_user", "The user does not exist."))
        twice = self.refused(409, self.create, email=user.email)
        self.assertEqual(told(twice), ("auth0_idp_error", "The user already exists."))
        wrong = self.refused(400, self.roster.users.update, user.user_id, blocked="yes")
        self.assertEqual(told(wrong)[0], "invalid_body")
        self.assertIn("'Expected type boolean but found type string' on property blocked", told(wrong)[1])
        lacking = self.refused(403, manage("reader").users.delete, user.user_id)
        message = "Insufficient scope, expected any of: delete:users"
        self.assertEqual(told(lacking), ("insufficient_scope", message))
        self.refused(401, ManagementClient(domain=DOMAIN, token="x.y.z").users.list)


if __name__ == "__main__":
    # The SDK leaves its connections open.
    unittest.main(warnings="ignore")
