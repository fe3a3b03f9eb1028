//! The parts of statements that read a page.

use super::super::narrowed::{Conjunct, Narrowed};
use super::super::order::Order;
use super::super::source::{Source, Tested};
use super::{Page, Stream};
use crate::sql::Sql;

impl Narrowed<'_> {
    /// A SELECT of ids in order, each with what keys of terms have of the user (`id`, `created_at`): so many, from one on.
    pub(super) fn push_stream(&self, sql: &mut Sql, page: &Page<'_>, stream: Stream<'_>, piece: (i64, i64)) {
        let source = match stream {
            Stream::Walk => {
                sql.push("SELECT u.id AS id, u.created_at AS created_at FROM users u WHERE u.tenant = ");
                return self.push_walk(sql, page, piece);
            }
            Stream::Gather(_, source) => source,
        };
        match source.in_order().filter(|parts| source.is_in(page.order) && parts.len() > 1) {
            Some(parts) => self.push_merged(sql, page, &parts, piece),
            None => self.push_sorted(sql, page, source, piece),
        }
    }

    /// Of parts that have the order, each of which is read as far as the piece may reach.
    fn push_merged(&self, sql: &mut Sql, page: &Page<'_>, parts: &[Source], (from, size): (i64, i64)) {
        sql.push("SELECT u.id AS id, u.created_at AS created_at FROM (");
        for (index, part) in parts.iter().enumerate() {
            sql.push(if index == 0 { "SELECT * FROM (" } else { ") AS part UNION ALL SELECT * FROM (" });
            self.push_sorted(sql, page, part, (0, from.saturating_add(size)));
        }
        sql.push(") AS part) AS u");
        page.order.push(sql, self.terrain.dialect);
        sql.push(" LIMIT ").bind(size).push(" OFFSET ").bind(from);
    }

    fn push_sorted(&self, sql: &mut Sql, page: &Page<'_>, source: &Source, (from, size): (i64, i64)) {
        sql.push("SELECT u.id AS id, u.created_at AS created_at FROM (");
        match page.after {
            // Where it is a part of the key.
            Some(place) if page.order == Order::by_id() => {
                source.push_entries(sql, self.terrain, Some(place.id.as_str()));
                sql.push(") AS u WHERE 1 = 1");
            }
            _ => {
                source.push_entries(sql, self.terrain, None);
                sql.push(") AS u WHERE 1 = 1");
                page.push_after(sql);
            }
        }
        if source.is_in(page.order) {
            self.push_ranges(sql, page);
        } else if page.order.is_covered() {
            self.push_ranges_of_entries(sql, page);
        }
        page.order.push(sql, self.terrain.dialect);
        sql.push(" LIMIT ").bind(size).push(" OFFSET ").bind(from);
    }

    /// The tenant whose users they are, and the rest of a SELECT of users `u` in order: so many, from one on.
    pub(super) fn push_walk(&self, sql: &mut Sql, page: &Page<'_>, (from, size): (i64, i64)) {
        sql.bind(self.terrain.tenant);
        page.push_after(sql);
        self.push_ranges(sql, page);
        page.order.push(sql, self.terrain.dialect);
        sql.push(" LIMIT ").bind(size).push(" OFFSET ").bind(from);
    }

    fn push_ranges(&self, sql: &mut Sql, page: &Page<'_>) {
        for range in self.ranges(page) {
            sql.push(" AND ");
            range.condition.push(sql, self.terrain.dialect);
        }
    }

    /// The same of entries of another index, so that no planner leaves that index for the order's.
    fn push_ranges_of_entries(&self, sql: &mut Sql, page: &Page<'_>) {
        for range in self.ranges(page) {
            sql.push(" AND CASE WHEN ");
            range.condition.push(sql, self.terrain.dialect);
            sql.push(" THEN 1 ELSE 0 END = 1");
        }
    }

    pub(in super::super) fn push_test(&self, sql: &mut Sql, conjunct: &Conjunct<'_>, of: Tested) {
        let probed = conjunct.membership.as_ref().is_some_and(|known| known.push_probe(sql, self.terrain, of));
        if !probed {
            conjunct.condition.push(sql, self.terrain.dialect);
        }
    }
}
