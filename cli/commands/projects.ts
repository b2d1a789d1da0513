// `gatehouse projects`: create, list, choose, change, archive, delete, and restore projects.
import { defined } from '#contract/types/defined.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { Project } from '#contract/types/projects.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, defineCommand, hasFlag, optionAs, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { projectSecret, removeProjectSecret, setProjectDefaults, DEFAULTS_OPTIONS } from './projects-defaults.ts';

const PROJECT = [{ name: 'project', completes: 'project' }] as const;

export const projects = defineCommand({
  name: 'projects',
  summary: 'Manage projects',
  description: 'A project is a folder or git repository with defaults for its sessions. Refer to it by its ID.',
  examples: [
    'gatehouse projects create ~/code/website',
    'gatehouse projects create https://github.com/owner/repository',
    'gatehouse projects create --template web-page --name "Landing page"',
    'gatehouse projects use website',
    'gatehouse projects set website --setup "npm install" --ports 5',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List projects',
      options: {
        archived: { help: 'List archived projects instead' },
        deleted: { help: 'List deleted projects that can be restored' },
      },
      run: withClient(list),
    },
    {
      name: 'create',
      summary: 'Add a folder, clone a git URL, or create a project from a template',
      args: [{ name: 'folder-or-url', isOptional: true }],
      options: {
        template: { value: 'template', help: 'Template: its ID, folder, or git URL' },
        name: { value: 'name', help: 'Name (default: the name of the folder, repository, or template)' },
        parent: {
          value: 'dir',
          help: 'Folder to create the project in (default: projects.folder in the configuration)',
        },
      },
      run: withClient(create),
    },
    { name: 'templates', summary: 'List templates', run: withClient(templates) },
    { name: 'show', summary: 'Show a project and its defaults', args: PROJECT, run: withClient(show) },
    {
      name: 'use',
      summary: 'Make a project the default for new sessions; omit the project to clear the default',
      args: [{ name: 'project', completes: 'project', isOptional: true }],
      run: withClient(use),
    },
    {
      name: 'rename',
      summary: "Rename a project; its ID and folder don't change",
      args: [...PROJECT, { name: 'name' }],
      run: withClient(rename),
    },
    {
      name: 'set',
      summary: "Change the defaults for a project's sessions; an empty value clears one",
      args: PROJECT,
      options: DEFAULTS_OPTIONS,
      run: withClient(setProjectDefaults),
    },
    {
      name: 'secrets set',
      summary: 'Store a secret, read from stdin or a prompt',
      args: [...PROJECT, { name: 'secret' }],
      options: { 'no-commands': { help: "Don't make it available to commands" } },
      run: withClient(projectSecret),
    },
    {
      name: 'secrets remove',
      summary: 'Delete a secret',
      args: [...PROJECT, { name: 'secret' }],
      options: YES_OPTION,
      run: withClient(removeProjectSecret),
    },
    { name: 'archive', summary: 'Archive a project', args: PROJECT, run: withClient(archive(true)) },
    { name: 'unarchive', summary: 'Unarchive a project', args: PROJECT, run: withClient(archive(false)) },
    {
      name: 'delete',
      summary: 'Delete a project; it can be restored for 30 days',
      args: PROJECT,
      options: { 'delete-folder': { help: 'Also delete its folder, if Gatehouse created it' }, ...YES_OPTION },
      run: withClient(remove),
    },
    { name: 'restore', summary: 'Restore a deleted project', args: [{ name: 'project' }], run: withClient(restore) },
  ],
});

type Row = Project & { readonly isDefault: boolean };

const COLUMNS: readonly Column<Row>[] = [
  { title: 'ID', cell: ({ id, isDefault }) => (isDefault ? `${id} *` : id) },
  { title: 'NAME', cell: ({ name }) => plainLine(name) },
  { title: 'USED', cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? '' : formatTime(lastUsedAt)) },
  { title: 'FOLDER', cell: ({ folder = '' }) => plainLine(folder) },
  { title: 'PROBLEM', cell: ({ isMissing }) => (isMissing === true ? 'folder missing' : ''), color: () => 'red' },
];

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const which = hasFlag(context, 'deleted') ? { deleted: true } : { archived: hasFlag(context, 'archived') };
  const found = await client.request('projects.catalog', which);
  output.json({ ok: true, ...found });
  const rows = found.projects.map((project) => ({ ...project, isDefault: project.id === found.defaultProjectId }));
  output.table(COLUMNS, rows, 'No projects.');
}

async function create(context: CommandContext, client: GatewayClient): Promise<void> {
  const source = toSource(context);
  const { output } = context;
  const onProgress = ({ step = '', done, total }: { step?: string; done?: number; total?: number }): void => {
    if (done === undefined || total === undefined) return output.note(plainLine(step));
    bar ??= output.progress(source.kind === 'git' ? 'Cloning' : 'Creating');
    bar.update(done, total);
  };
  let bar: ReturnType<typeof output.progress> | undefined;
  const options = { ...optionAs(context, 'name', 'name'), ...optionAs(context, 'parent', 'parent') };
  const { project } = await client
    .request('projects.create', { source, ...options }, { onProgress })
    .finally(() => bar?.end());
  output.result({ ok: true, project }, `Created ${project.id} in ${plainLine(project.folder ?? '')}.`);
}

type Source = MethodParams<'projects.create'>['source'];

/** Something with a scheme, or `host:path`, is cloned; everything else is a folder. */
function toSource(context: CommandContext): Source {
  const template = textOption(context, 'template');
  const place = argument(context, 0);
  if (template !== undefined && place === '') return { kind: 'template', template };
  if (template !== undefined || place === '')
    throw new CommandError(EXIT.usage, 'specify a folder, a git URL, or --template');
  if (/^[a-z]+:\/\//i.test(place) || /^[\w.-]+@[\w.-]+:/.test(place)) return { kind: 'git', url: place };
  return { kind: 'folder', path: place, create: true };
}

async function templates({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const found = await client.request('projects.templates.list', {});
  output.json({ ok: true, ...found });
  output.table(
    [
      { title: 'ID', cell: ({ id }) => id },
      { title: 'TITLE', cell: ({ title }) => plainLine(title) },
      { title: 'DESCRIPTION', cell: ({ description }) => plainLine(description) },
    ],
    found.templates,
  );
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { project } = await client.request('projects.get', { id: argument(context, 0) });
  const { defaults } = project;
  const variables = Object.entries(defaults.variables ?? {}).map(([name, value]) => `${name}=${value}`);
  const secrets = (defaults.secrets ?? []).map(({ name, inCommands }) =>
    inCommands ? name : `${name} (not available to commands)`,
  );
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Name', project.name],
    ['Folder', project.isMissing === true ? `${project.folder ?? ''} (missing)` : project.folder],
    ['Origin', project.originUrl],
    ['Template', project.template],
    ['Agent', defaults.agentId],
    ['Model', defaults.model],
    ['Machine', defaults.machine],
    ['Image', defaults.image],
    ['Setup', defaults.setup],
    ['Test', defaults.testCommand],
    ['Variables', variables.join(', ')],
    ['Secrets', secrets.join(', ')],
    ['Copied', defaults.carried?.join(', ')],
    ['Ports', defaults.ports === undefined ? undefined : String(defaults.ports)],
  ];
  const lines = facts.flatMap(([title, value]) =>
    value === undefined || value === '' ? [] : [`${`${title}:`.padEnd(11)}${plainLine(value)}`],
  );
  context.output.result({ ok: true, project }, lines.join('\n'));
}

async function use(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  await client.request('projects.use', { id: id === '' ? null : id });
  const text = id === '' ? 'New sessions have no default project.' : `New sessions use ${id} by default.`;
  context.output.result({ ok: true, ...defined({ id: id === '' ? undefined : id }) }, text);
}

async function rename(context: CommandContext, client: GatewayClient): Promise<void> {
  const { project } = await client.request('projects.rename', { id: argument(context, 0), name: argument(context, 1) });
  context.output.result({ ok: true, project }, `Renamed to ${plainLine(project.name)}.`);
}

function archive(archived: boolean) {
  return async (context: CommandContext, client: GatewayClient): Promise<void> => {
    const { project } = await client.request('projects.archive', { id: argument(context, 0), archived });
    context.output.result({ ok: true, project }, `${archived ? 'Archived' : 'Unarchived'} ${project.id}.`);
  };
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  const deleteCheckout = hasFlag(context, 'delete-folder');
  const { project } = await client.request('projects.get', { id });
  const what = deleteCheckout ? `${id} and its folder ${project.folder ?? ''}` : id;
  await confirm(context, `Delete ${plainLine(what)}?`);
  const result = await client.request('projects.remove', { id, deleteCheckout });
  context.output.result({ ok: true, ...result }, `Deleted ${id}. Restore it with "gatehouse projects restore ${id}".`);
}

async function restore(context: CommandContext, client: GatewayClient): Promise<void> {
  const { project } = await client.request('projects.restore', { id: argument(context, 0) });
  context.output.result({ ok: true, project }, `Restored ${project.id}.`);
}
