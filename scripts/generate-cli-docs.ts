// Writes docs/cli.md: every command as it is declared. A test compares the page with the declarations.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { COMMON_OPTIONS, GATEWAY_OPTIONS, type Command, type OptionDeclaration } from '#cli/parser/command.ts';
import { ENVIRONMENT, exitRows, optionText, optionTitle, usageOf } from '#cli/parser/help.ts';
import { loadAllCommands } from '#cli/registry.ts';

import { PROJECT_ROOT } from './project-root.ts';

/** The page, from the root of the project. */
export const CLI_PAGE = 'docs/cli.md';

const INTRODUCTION = `# The gatehouse command

Generated from the declarations in \`cli/commands/\` by \`node scripts/generate-cli-docs.ts\`. Do not edit.

It is a client like any other: what it does, it asks of a gateway over the protocol. Secrets never stand in the command line:
they come from \`GATEHOUSE_TOKEN\`, from \`cli.json\` in the home folder (owner-only, sealed), or are asked for.

Which gateway: the one of \`--url\` or \`GATEHOUSE_URL\`, else the one that \`gatehouse auth login\` chose, else this machine's own.

With \`--json\` the result is one line of JSON, \`{"ok": false, "error": {"code", "message"}}\` when it failed; what goes on
(\`chat\`, \`console\`, \`logs\`, \`approvals watch\`, \`audit export\`) prints one object per line.`;

/** The text of the page. */
export async function cliPage(): Promise<string> {
  const commands = await loadAllCommands();
  return [
    INTRODUCTION,
    '## Options of every command',
    optionTable({ ...GATEWAY_OPTIONS, ...COMMON_OPTIONS }),
    '## Environment',
    table(
      'variable',
      'meaning',
      Object.entries(ENVIRONMENT).map(([name, text]) => [code(name), text]),
    ),
    '## Exit codes',
    table('code', 'meaning', exitRows()),
    ...commands.flatMap(commandSection),
    '',
  ].join('\n\n');
}

function commandSection(command: Command): readonly string[] {
  return [
    `## ${command.name}`,
    command.summary,
    ...command.actions.flatMap((action) => [
      `\`\`\`\n${usageOf(command, action)}\n\`\`\``,
      ...(action.name === '' ? [] : [`${action.summary[0]?.toUpperCase() ?? ''}${action.summary.slice(1)}.`]),
      ...(action.options === undefined ? [] : [optionTable(action.options)]),
    ]),
  ];
}

function optionTable(options: Readonly<Record<string, OptionDeclaration>>): string {
  return table(
    'option',
    'meaning',
    Object.entries(options).map(([name, option]) => [code(optionTitle(name, option)), optionText(option)]),
  );
}

function table(first: string, second: string, rows: readonly (readonly [string, string])[]): string {
  return [`| ${first} | ${second} |`, '|---|---|', ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(PROJECT_ROOT, CLI_PAGE), await cliPage());
