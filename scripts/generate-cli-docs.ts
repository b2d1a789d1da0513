// Writes docs/cli.md from the command declarations. A test compares the page with the declarations.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { environmentVariables } from '#cli/environment-variables.ts';
import { COMMON_OPTIONS, GATEWAY_OPTIONS, type Command, type OptionDeclaration } from '#cli/parser/command.ts';
import { exitRows, optionText, optionTitle, formatUsage } from '#cli/parser/help.ts';
import { loadAllCommands } from '#cli/registry.ts';

import { PROJECT_ROOT } from './project-root.ts';

/** The page, relative to the project root. */
export const CLI_PAGE = 'docs/cli.md';

const INTRODUCTION = `# Command-line reference

Generated from the declarations in \`cli/commands/\` by \`node scripts/generate-cli-docs.ts\`. Do not edit.

\`gatehouse\` is a client of the gateway, like the app. It connects to the gateway given by \`--url\` or \`GATEHOUSE_URL\`, otherwise
to the one from the last \`gatehouse auth login\`, otherwise to the local one.

Secrets come from \`GATEHOUSE_TOKEN\`, from \`cli.json\` in the home folder (encrypted and readable only by you), from a prompt or
from stdin. Only \`start --token\` takes one on the command line.

With \`--json\`, a command prints its result as one line of JSON, or \`{"ok": false, "error": {"code", "message", "hint"?}}\` if
it fails. Streaming commands (\`chat\`, \`console\`, \`logs\`, \`approvals watch\`, \`audit export\`) print one object per line.`;

/** The text of the page. */
export async function cliPage(): Promise<string> {
  const commands = await loadAllCommands();
  return [
    INTRODUCTION,
    '## Global options',
    optionTable({ ...GATEWAY_OPTIONS, ...COMMON_OPTIONS }),
    '## Environment variables',
    ...environmentVariables().flatMap(({ title, rows }, index) => [
      ...(index === 0 ? [] : [`${title}:`]),
      table(
        'Variable',
        'Description',
        rows.map(([name, text]) => [code(name), text]),
      ),
    ]),
    '## Exit codes',
    table('Code', 'Meaning', exitRows()),
    ...commands.flatMap(commandSection),
    '',
  ].join('\n\n');
}

function commandSection(command: Command): readonly string[] {
  const { name, summary, description, subcommands, examples } = command;
  return [
    `## ${name}`,
    [`${summary}.`, description].filter(Boolean).join(' '),
    ...subcommands.flatMap((subcommand) => [
      codeBlock([formatUsage(command, subcommand)]),
      ...(subcommand.name === '' ? [] : [`${subcommand.summary}.`]),
      ...(subcommand.options === undefined ? [] : [optionTable(subcommand.options)]),
    ]),
    examples.length === 1 ? 'Example:' : 'Examples:',
    codeBlock(examples, 'sh'),
  ];
}

function optionTable(options: Readonly<Record<string, OptionDeclaration>>): string {
  return table(
    'Option',
    'Description',
    Object.entries(options).map(([name, option]) => [code(optionTitle(name, option)), optionText(option)]),
  );
}

function table(first: string, second: string, rows: readonly (readonly [string, string])[]): string {
  return [`| ${first} | ${second} |`, '|---|---|', ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function codeBlock(lines: readonly string[], language = ''): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(PROJECT_ROOT, CLI_PAGE), await cliPage());
