// Looks for secrets in the lines that a patch adds.
import type { SecretFinding } from '#contract/types/publishing.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';

const MAX_FINDINGS = 50;

/** A line that a patch adds. */
interface AddedLine {
  readonly line: number;
  readonly text: string;
}

/** The likely secrets in the added lines of a patch, without the secrets themselves. */
export function scanPatch(patch: string, guard: Pick<SecretGuard, 'redact'>): readonly SecretFinding[] {
  const findings: SecretFinding[] = [];
  for (const [path, lines] of groupAdded(patch)) {
    const whole = guard.redact(lines.map(({ text }) => text).join('\n')).labels;
    if (whole.length === 0) continue;
    const placed = lines.flatMap(({ line, text }) => guard.redact(text).labels.map((kind) => ({ path, line, kind })));
    const spread = whole.filter((kind) => !placed.some((one) => one.kind === kind)).map((kind) => ({ path, kind }));
    findings.push(...placed, ...spread);
    if (findings.length >= MAX_FINDINGS) break;
  }
  return findings.slice(0, MAX_FINDINGS);
}

/** The error for secrets that would be published. */
export function secretsFound(findings: readonly SecretFinding[], action: 'committed' | 'pushed'): GatewayError {
  const [first] = findings;
  const place =
    first === undefined
      ? ''
      : `: ${first.kind} in ${first.path}${first.line === undefined ? '' : ` (line ${first.line})`}`;
  return new GatewayError('INVALID_REQUEST', `Not ${action}: the changes appear to contain secrets${place}.`, {
    details: {
      code: 'SECRETS_FOUND',
      hint: 'Remove them, or confirm that they may be published.',
      findings,
    },
  });
}

function groupAdded(patch: string): ReadonlyMap<string, readonly AddedLine[]> {
  const files = new Map<string, AddedLine[]>();
  let lines: AddedLine[] = [];
  let number = 0;
  let isHeader = true;
  for (const text of patch.split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text);
    if (text.startsWith('diff --git ')) isHeader = true;
    else if (isHeader && text.startsWith('+++ ')) {
      const path = text.slice('+++ b/'.length).replace(/^"|"$/g, '').replace(/\t$/, '');
      lines = files.get(path) ?? [];
      files.set(path, lines);
    } else if (hunk !== null) {
      number = Number(hunk[1]);
      isHeader = false;
    } else if (!isHeader && text.startsWith('+')) {
      lines.push({ line: number, text: text.slice(1) });
      number += 1;
    } else if (!isHeader && text.startsWith(' ')) number += 1;
  }
  return files;
}
