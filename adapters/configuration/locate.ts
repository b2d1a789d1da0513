// Finds the lines of problems in the text of a configuration.
import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { memberName } from './json5.ts';
import type { Issue } from './syntax.ts';

/** A problem with its line, counted from 1; without one, it concerns the whole file or a value that isn't in it. */
export interface PlacedIssue extends Issue {
  readonly line?: number;
}

/** The issues with their lines in `text`, in the order of the text. */
export function locateIssues(text: string, issues: readonly Issue[]): readonly PlacedIssue[] {
  const root = parseNodes(text);
  const placed = issues.map((issue): PlacedIssue => {
    const line = issue.path === '' ? syntaxLine(issue.message) : findNodeLine(root, issue.path);
    return line === undefined ? issue : { ...issue, line };
  });
  return placed.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function parseNodes(text: string): ValueNode | undefined {
  try {
    return parse(text, { mode: 'json5', ranges: true }).body;
  } catch {
    return undefined;
  }
}

/** The message of a syntax error names its place. */
function syntaxLine(message: string): number | undefined {
  const line = /\bline (\d+), column \d+/.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** The line of the innermost value along a path. Names can contain dots, so the longest one that fits is taken. */
function findNodeLine(node: ValueNode | undefined, path: string): number | undefined {
  if (node?.type === 'Array') {
    const [index = '', ...rest] = path.split('.');
    const element = node.elements[Number(index)];
    return element === undefined ? undefined : (findNodeLine(element.value, rest.join('.')) ?? element.loc.start.line);
  }
  if (node?.type !== 'Object') return undefined;
  const member = node.members
    .filter((one) => path === memberName(one) || path.startsWith(`${memberName(one)}.`))
    .toSorted((a, b) => memberName(b).length - memberName(a).length)[0];
  if (member === undefined) return undefined;
  return findNodeLine(member.value, path.slice(memberName(member).length + 1)) ?? member.loc.start.line;
}
