"""PyPI auth0-python 4: a class a noun, answers as dictionaries."""

import unittest

import requests
from auth0.authentication import GetToken, Users as Profiles
from auth0.exceptions import Auth0Error
from auth0.management import Auth0
from browser import AUDIENCE, CALLBACK, CONNECTION, DOMAIN, PASSWORD, VERIFIER, code, credentials, new_user


def manage(name):
    """The Management API, with a token that the SDK gets for the program."""
    answer = GetToken(DOMAIN, *credentials(name)).client_credentials(AUDIENCE)
    return Auth0(DOMAIN, answer["access_token"])


class UserManagement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.roster = manage("manager")
        cls.shop = GetToken(DOMAIN, *credentials("shop"))
        cls.phone = GetToken(DOMAIN, *credentials("phone"))

    def create(self, **more):
        return self.roster.users.create(new_user(**more))

    def log_in(self, user, password=PASSWORD):
        return self.shop.login(user["email"], password, realm=CONNECTION)

    def refused(self, status, call, *args, **kwargs):
        with self.assertRaises(Auth0Error) as caught:
            call(*args, **kwargs)
        self.assertEqual(caught.exception.status_code, status, caught.exception)
        return caught.exception

    def test_a_user_is_created_read_changed_and_deleted(self):
        user = self.create(given_name="Ada", user_metadata={"plan": "gold"})
        self.assertEqual(self.roster.users.get(user["user_id"])["given_name"], "Ada")
        change = {"name": "Ada Lovelace", "user_metadata": {"plan": None, "seats": 3}, "app_metadata": {"level": 7}}
        changed = self.roster.users.update(user["user_id"], change)
        self.assertEqual(changed["name"], "Ada Lovelace")
        self.assertEqual((changed["user_metadata"], changed["app_metadata"]), ({"seats": 3}, {"level": 7}))
        self.roster.users.delete(user["user_id"])
        self.refused(404, self.roster.users.get, user["user_id"])

    def test_users_are_found_by_email_by_metadata_and_by_range(self):
        user = self.create(app_metadata={"team": "searched", "seats": 5})
        self.create(app_metadata={"team": "searched", "seats": 50})
        self.assertEqual(self.roster.users_by_email.search_users_by_email(user["email"]), [user])
        for q in [
            f'email:"{user["email"].upper()}"',
            "app_metadata.team:searched AND app_metadata.seats:[2 TO 10]",
            f'user_id:"{user["user_id"]}" AND created_at:[2020-01-01 TO *]',
        ]:
            found = self.roster.users.list(q=q, search_engine="v3")
            self.assertEqual((found["total"], found["length"], found["users"]), (1, 1, [user]), q)
        newest = self.roster.users.list(q="app_metadata.team:searched", sort="created_at:-1", per_page=1, include_totals=False)
        self.assertEqual([found["app_metadata"]["seats"] for found in newest], [50])

    def test_a_blocked_user_is_not_let_in_and_one_whose_tries_failed_is_let_in_again(self):
        user = self.create()
        self.roster.users.update(user["user_id"], {"blocked": True})
        blocked = self.refused(403, self.log_in, user)
        self.assertEqual((blocked.error_code, blocked.message), ("invalid_grant", "user is blocked"))
        self.roster.users.update(user["user_id"], {"blocked": False})
        self.assertIn("access_token", self.log_in(user))
        for _ in range(10):
            self.refused(403, self.log_in, user, "wrong")
        self.assertEqual(self.refused(429, self.log_in, user).error_code, "too_many_attempts")
        blocks = self.roster.user_blocks.get(user["user_id"])
        self.assertEqual(blocks["blocked_for"][0]["identifier"], user["email"])
        self.roster.user_blocks.unblock(user["user_id"])
        self.assertIn("access_token", self.log_in(user))

    def test_a_login_leaves_a_device_and_events(self):
        user = self.create()
        user_id = user["user_id"]
        tokens = self.phone.authorization_code_pkce(VERIFIER, code(user["email"]), CALLBACK)
        profile = Profiles(DOMAIN).userinfo(tokens["access_token"])
        self.assertEqual((profile["sub"], profile["email"]), (user_id, user["email"]))
        renewed = self.phone.refresh_token(tokens["refresh_token"])
        self.assertIn("access_token", renewed)

        devices = self.roster.device_credentials.get(user_id, credentials("phone")[0], "rotating_refresh_token")
        self.assertEqual([device["device_name"] for device in devices], ["Ada's telephone"])
        logs = self.roster.users.get_log_events(user_id, sort="date:-1")
        self.assertLessEqual({"s", "seacft", "sertft"}, {event["type"] for event in logs})
        self.assertEqual(self.roster.logs.get(logs[0]["log_id"])["user_id"], user_id)
        found = self.roster.logs.search(q=f'type:s AND user_id:"{user_id}"')
        self.assertEqual(found["length"], 1)

        self.roster.device_credentials.delete(devices[0]["id"])
        newest = renewed.get("refresh_token", tokens["refresh_token"])
        self.assertEqual(self.refused(403, self.phone.refresh_token, newest).error_code, "invalid_grant")

    def test_two_users_become_one_with_two_accounts_and_two_again(self):
        first, second = self.create(), self.create()
        body = {"provider": "auth0", "user_id": second["user_id"]}
        both = self.roster.users.link_user_account(first["user_id"], body)
        self.assertEqual([f"auth0|{one['user_id']}" for one in both], [first["user_id"], second["user_id"]])
        self.refused(404, self.roster.users.get, second["user_id"])
        one = self.roster.users.unlink_user_account(first["user_id"], "auth0", both[1]["user_id"])
        self.assertEqual(len(one), 1)
        self.assertEqual(self.roster.users.get(second["user_id"])["email"], second["email"])

    def test_roles_and_permissions_are_made_given_and_taken(self):
        user_id = self.create()["user_id"]
        identifier = "https://orders.example.com/"
        scopes = [{"value": "read:orders", "description": "See orders"}, {"value": "write:orders"}]
        self.roster.resource_servers.create({"name": "Orders", "identifier": identifier, "scopes": scopes})
        role = self.roster.roles.create({"name": "Clerk", "description": "Sees orders"})
        permission = lambda name: {"resource_server_identifier": identifier, "permission_name": name}
        self.roster.roles.add_permissions(role["id"], [permission("read:orders")])
        held = self.roster.roles.list_permissions(role["id"])["permissions"]
        self.assertEqual([one["permission_name"] for one in held], ["read:orders"])
        self.roster.users.add_roles(user_id, [role["id"]])
        self.roster.users.add_permissions(user_id, [permission("write:orders")])
        self.assertEqual(self.roster.users.list_roles(user_id)["roles"], [role])
        self.assertEqual([one["user_id"] for one in self.roster.roles.list_users(role["id"])["users"]], [user_id])
        held = self.roster.users.list_permissions(user_id)["permissions"]
        sources = {one["permission_name"]: one["sources"][0]["source_type"] for one in held}
        self.assertEqual(sources, {"read:orders": "ROLE", "write:orders": "DIRECT"})
        self.roster.users.remove_permissions(user_id, [permission("write:orders")])
        self.roster.users.remove_roles(user_id, [role["id"]])
        self.assertEqual(self.roster.users.list_permissions(user_id)["permissions"], [])
        self.roster.roles.update(role["id"], {"description": "Saw orders"})
        self.assertEqual(self.roster.roles.list(name_filter="Clerk")["roles"][0]["description"], "Saw orders")
        self.roster.roles.delete(role["id"])
        self.refused(404, self.roster.roles.get, role["id"])

    def test_links_for_a_new_password_and_a_verified_address_are_made(self):
        user_id = self.create(email_verified=False)["user_id"]
        body = {"user_id": user_id, "result_url": "https://shop.example.com/done", "ttl_sec": 60}
        for made in [
            self.roster.tickets.create_email_verification(body),
            self.roster.tickets.create_pswd_change({**body, "mark_email_as_verified": True}),
        ]:
            self.assertTrue(made["ticket"].startswith(f"https://{DOMAIN}/"), made)
            self.assertEqual(requests.get(made["ticket"]).status_code, 200)

    def test_rules_and_their_settings_are_kept(self):
        script = "function (user, context, callback) { callback(null, user, context); }"
        rule = self.roster.rules.create({"name": "Pass", "script": script, "enabled": False})
        self.assertEqual(self.roster.rules.get(rule["id"])["script"], script)
        changed = self.roster.rules.update(rule["id"], {"enabled": True, "order": 41})
        self.assertEqual((changed["enabled"], changed["order"], changed["stage"]), (True, 41, "login_success"))
        self.assertIn(rule["id"], [one["id"] for one in self.roster.rules.all(enabled=True)])
        self.roster.rules.delete(rule["id"])
        self.assertEqual(self.roster.rules_configs.set("COLOUR", "blue")["value"], "blue")
        self.assertIn({"key": "COLOUR"}, self.roster.rules_configs.all())
        self.roster.rules_configs.unset("COLOUR")

    def test_applications_what_they_may_do_and_connections_are_made_and_changed(self):
        client = self.roster.clients.create({"name": "Tool", "app_type": "non_interactive"})
        client_id = client["client_id"]
        self.assertTrue(client["client_secret"])
        grant = self.roster.client_grants.create({"client_id": client_id, "audience": AUDIENCE, "scope": ["read:users"]})
        self.roster.client_grants.update(grant["id"], {"scope": ["read:users", "read:logs"]})
        grants = self.roster.client_grants.all(client_id=client_id)
        self.assertEqual(sorted(grants[0]["scope"]), ["read:logs", "read:users"])

        options = {"passwordPolicy": "low", "disable_signup": True}
        body = {"name": "Staff", "strategy": "auth0", "options": options, "enabled_clients": [client_id]}
        made = self.roster.connections.create(body)
        connection = self.roster.connections.get(made["id"])
        self.assertEqual((connection["options"]["passwordPolicy"], connection["realms"]), ("low", ["Staff"]))
        self.assertEqual(connection["enabled_clients"], [client_id])
        changed = self.roster.connections.update(made["id"], {"options": {**connection["options"], "passwordPolicy": "good"}})
        self.assertEqual(changed["options"]["passwordPolicy"], "good")
        self.assertEqual([one["id"] for one in self.roster.connections.all(name="Staff")], [made["id"]])
        user = self.roster.users.create({"connection": "Staff", "email": "staff@example.com", "password": PASSWORD})
        self.assertEqual(user["identities"][0]["connection"], "Staff")
        self.roster.connections.delete(made["id"])
        self.refused(404, self.roster.users.get, user["user_id"])

        self.assertEqual(self.roster.clients.update(client_id, {"description": "A tool"})["description"], "A tool")
        self.assertNotEqual(self.roster.clients.rotate_secret(client_id)["client_secret"], client["client_secret"])
        self.roster.clients.delete(client_id)
        self.refused(404, self.roster.clients.get, client_id)

    def test_the_tenants_settings_and_figures_are_told(self):
        settings = self.roster.tenants.update({"friendly_name": "Shops", "session_lifetime": 100})
        self.assertEqual((settings["friendly_name"], settings["session_lifetime"]), ("Shops", 100))
        self.assertEqual(self.roster.tenants.get(fields=["friendly_name"]), {"friendly_name": "Shops"})
        self.assertIsInstance(self.roster.stats.active_users(), int)
        self.assertIsInstance(self.roster.stats.daily_stats(), list)

    def test_a_refusal_says_why(self):
        user = self.create()
        unknown = self.refused(404, self.roster.users.get, "auth0|nobody")
        self.assertEqual((unknown.error_code, unknown.message), ("inexistent_user", "The user does not exist."))
        twice = self.refused(409, self.roster.users.create, new_user(email=user["email"]))
        self.assertEqual((twice.error_code, twice.message), ("auth0_idp_error", "The user already exists."))
        wrong = self.refused(400, self.roster.users.update, user["user_id"], {"blocked": "yes"})
        self.assertEqual(wrong.error_code, "invalid_body")
        self.assertIn("'Expected type boolean but found type string' on property blocked", wrong.message)
        lacking = self.refused(403, manage("reader").users.delete, user["user_id"])
        self.assertEqual(lacking.error_code, "insufficient_scope")
        self.assertEqual(lacking.message, "Insufficient scope, expected any of: delete:users")
        self.refused(401, Auth0(DOMAIN, "x.y.z").users.list)


if __name__ == "__main__":
    # The SDK leaves its connections open.
    unittest.main(warnings="ignore")
