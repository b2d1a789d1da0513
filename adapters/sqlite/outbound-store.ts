// Connections that left this machine, summed by day, caller, and destination.
import type { OutboundRecord, OutboundStore } from '#core/ports/outbound-store.ts';
import { CALLER_KINDS, type OutboundCaller } from '#contract/types/outbound.ts';
import { GATEWAY } from '#core/principal.ts';
import type { Connection } from './connection.ts';

// Absent agents and sessions are empty, because NULL values are all different.
const ADD_TO_ROW = `ON CONFLICT (day, kind, name, agent_id, session_key, host, port) DO UPDATE SET
  count = count + @count, refused = refused + @refused, sent = sent + @sent, received = received + @received,
  last_at = max(last_at, @lastAt)`;
const LIST = `
  SELECT kind, name, agent_id AS agentId, session_key AS sessionKey, host, port, sum(count) AS count,
    sum(refused) AS refused, sum(sent) AS sent, sum(received) AS received, min(first_at) AS firstAt, max(last_at) AS lastAt
  FROM outbound WHERE day >= ? GROUP BY kind, name, agent_id, session_key, host, port ORDER BY lastAt DESC LIMIT ?`;
const PRUNE = `DELETE FROM outbound WHERE last_at < ? OR rowid IN (
  SELECT rowid FROM outbound ORDER BY last_at DESC LIMIT -1 OFFSET ?)`;

interface Row extends Omit<OutboundRecord, 'day' | 'caller' | 'destination'> {
  readonly kind: string;
  readonly name: string;
  readonly agentId: string;
  readonly sessionKey: string;
  readonly host: string;
  readonly port: number;
}

/** Opens the table. */
export function openOutbound(connection: Connection): OutboundStore {
  const { database } = connection;
  const insert = connection.insert('outbound', ADD_TO_ROW);
  const rows = connection.all<[string, number], Row>(LIST);
  const prune = database.prepare(PRUNE);
  const clear = database.prepare('DELETE FROM outbound');
  return {
    add: (records) =>
      connection.writeUnsyncedTogether(() => {
        for (const record of records) insert(toCells(record));
      }),
    list: async (fromDay = '', limit) => rows(fromDay, limit).flatMap(toRecord),
    prune: async (before, maxRows) => connection.writeUnsynced(() => prune.run(before, maxRows).changes),
    clear: async () => void connection.write(() => clear.run()),
  };
}

function toCells({ caller, destination, ...record }: OutboundRecord) {
  const { kind, name, agentId = '', sessionKey = '' } = caller;
  return { ...record, ...destination, kind, name, agentId, sessionKey, ownerId: GATEWAY.userId };
}

/** Rows of a newer version may have other kinds of callers. */
function toRecord({ kind: stored, name, agentId, sessionKey, host, port, ...sums }: Row) {
  const kind = CALLER_KINDS.find((one) => one === stored);
  if (kind === undefined) return [];
  const caller: OutboundCaller = {
    kind,
    name,
    ...(agentId === '' ? {} : { agentId }),
    ...(sessionKey === '' ? {} : { sessionKey }),
  };
  return [{ ...sums, caller, destination: { host, port } }];
}
