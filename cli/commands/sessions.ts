// `gatehouse sessions`: the session list.
import { defineCommand, EXIT, textOption } from '../command.ts';
import { withGateway } from '../gateway-connection.ts';

const DEFAULT_LIMIT = 20;

export const sessions = defineCommand({
  name: 'sessions',
  summary: 'List the sessions, newest first.',
  options: { token: { type: 'string' }, search: { type: 'string' }, limit: { type: 'string' } },
  optionHelp: {
    search: 'only those whose title or messages contain this text',
    limit: `so many at most (default: ${DEFAULT_LIMIT})`,
    token: 'gateway token (default: GATEHOUSE_TOKEN, or the file in the home folder)',
  },
  run: (context) =>
    withGateway(context, async (client) => {
      const search = textOption(context.options, 'search');
      const limit = Number(textOption(context.options, 'limit') ?? DEFAULT_LIMIT);
      const list = await client.request('sessions.list', {
        limit,
        includeDerivedTitles: true,
        ...(search === undefined ? {} : { search }),
      });
      context.output.json({ ok: true, sessions: list.sessions, totalCount: list.totalCount });
      if (list.sessions.length === 0) context.output.line('No sessions.');
      for (const session of list.sessions) {
        const title = session.label ?? session.derivedTitle ?? '';
        context.output.line(
          `${ageOf(session.updatedAt).padEnd(17)} ${(session.status ?? 'idle').padEnd(8)} ${session.key}  ${title}`,
        );
      }
      return EXIT.ok;
    }),
});

function ageOf(updatedAt: number | null | undefined): string {
  return typeof updatedAt === 'number' ? new Date(updatedAt).toISOString().slice(0, 16).replace('T', ' ') : '-';
}
