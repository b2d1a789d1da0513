// `gatehouse sessions share`, `shares`, and `unshare`: read-only links for the local network.
import { isActiveLink, SHARE_LIMITS, type ShareLink } from '#contract/types/share-links.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findSession } from '../connection/find.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import type { Column } from '../output/table.ts';
import { argument, hasFlag, textOption, type CommandContext } from '../parser/command.ts';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Creates a link and prints its addresses. */
export async function shareSession(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { key } = await findSession(client, argument(context, 0));
  const expiresInMs = readLifetime(textOption(context, 'expires'));
  const created = await client.request('sessions.share.create', {
    key,
    expiresInMs,
    withTools: hasFlag(context, 'with-tools'),
  });
  const { urls, path, link } = created;
  output.json({ ok: true, ...created });
  for (const url of urls) output.line(url);
  if (urls.length === 0) output.line(path);
  if (urls.length === 0)
    output.note(
      "Network access is off, so nobody can open this link yet. Turn it on in Settings → Phone & devices, and add this path to the gateway's address.",
    );
  output.note(`Anyone on the network who has the link can read ${key} until ${formatTime(link.expiresAtMs)}.`);
}

const COLUMNS: readonly Column<ShareLink>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'SESSION', cell: ({ sessionKey }) => sessionKey },
  { title: 'EXPIRES', cell: ({ expiresAtMs }) => formatTime(expiresAtMs) },
  { title: 'TOOLS', cell: ({ withTools }) => (withTools ? 'yes' : 'no') },
  { title: 'OPENED', cell: ({ views }) => String(views) },
];

/** Lists the links that can be opened. */
export async function listShares(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output, args } = context;
  const session = args[0] === undefined ? undefined : await findSession(client, args[0]);
  const { links } = await client.request('sessions.share.list', session === undefined ? {} : { key: session.key });
  const active = links.filter((link) => isActiveLink(link, Date.now()));
  output.json({ ok: true, links: active });
  output.table(COLUMNS, active, 'No active share links.');
}

/** Revokes a link by its ID. */
export async function revokeShare(context: CommandContext, client: GatewayClient): Promise<void> {
  const { link } = await client.request('sessions.share.revoke', { id: argument(context, 0) });
  context.output.result({ ok: true, link }, `Revoked the share link for ${link.sessionKey}.`);
}

function readLifetime(text: string | undefined): number {
  if (text === undefined) return SHARE_LIMITS.defaultMs;
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (ms >= SHARE_LIMITS.minMs && ms <= SHARE_LIMITS.maxMs) return ms;
  throw new CommandError(
    EXIT.usage,
    `invalid value "${text}" for --expires: use a time such as 30m, 12h, or 7d (at most 30d)`,
  );
}
