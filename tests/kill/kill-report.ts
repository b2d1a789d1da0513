// The result of the kill test as a page for people.
import type { KillReport } from './kill-run.ts';

const SHOWN_FINDINGS = 20;
const MAX_FINDING_CHARS = 600;

/** Writes the page. */
export function reportAsMarkdown(report: KillReport): string {
  const { counts, restartMs, lost, twice, stuck } = report;
  const rows: readonly (readonly [string, string | number])[] = [
    ['kills (SIGKILL)', report.points],
    ['of them at their chosen moment', report.hits],
    ['acknowledged messages', counts.messages],
    ['events that the client had received', counts.events],
    ['acknowledged approval answers', counts.answers],
    ['approvals that waited at a kill, answered after it', counts.resumed],
    ['acknowledged file writes', counts.files],
    ['commands that had an effect', counts.effects],
    ['sessions', counts.sessions],
    [
      'restart to first `health`, median / 95 % / longest',
      `${percentile(restartMs, 0.5)} / ${percentile(restartMs, 0.95)} / ${percentile(restartMs, 1)} ms`,
    ],
    ['**lost**', `**${lost.length}**`],
    ['**happened twice**', `**${twice.length}**`],
    ['**stuck**', `**${stuck.length}**`],
  ];
  const triggers = Object.entries(report.byTrigger).map(([trigger, count]) => `| ${trigger} | ${count} |`);
  return [
    '# Kill test',
    '',
    'The host is killed with SIGKILL again and again, on one home folder, while clients talk to it over a WebSocket: messages, streams, commands (also on a pseudo-terminal), approvals, titles, settings, files. After each restart everything that was ever acknowledged is compared with what is there. Repeat it with `npm run test:kill`.',
    '',
    `Seed ${report.seed}.`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    'Killed shortly after:',
    '',
    '| moment | kills |',
    '|---|---|',
    ...triggers,
    '',
    ...findings('Lost', lost),
    ...findings('Twice', twice),
    ...findings('Stuck', stuck),
  ].join('\n');
}

function findings(title: string, all: readonly string[]): readonly string[] {
  if (all.length === 0) return [];
  return [
    `## ${title}`,
    '',
    ...all.slice(0, SHOWN_FINDINGS).map((finding) => `- ${finding.slice(0, MAX_FINDING_CHARS)}`),
    '',
  ];
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
