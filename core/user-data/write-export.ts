// Writes an export: everything that is stored, in open formats, without secrets. Whatever can't be read is skipped with a warning.
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import type { UserExport } from '#contract/types/user-data.ts';
import { errorMessage, unavailable } from '#contract/wire/errors.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ExportFolder } from '../ports/user-files.ts';

const ALL = Number.MAX_SAFE_INTEGER;
const MAX_APPROVALS = 1_000_000;
const ALL_TIME = { from: '1970-01-01', to: '9999-12-31' };
/** Audit entries read at a time. */
const AUDIT_PAGE = 1_000;
/** Changes when a reader of earlier exports couldn't read new ones. */
const FORMAT_VERSION = 1;

/** Describes the files of an export for people who read it without Gatehouse. */
const CONTENTS = {
  'sessions/<n>.json': 'The record of a session.',
  'sessions/<n>.transcript.jsonl': 'Its messages as shown, one per line.',
  'sessions/<n>.events.jsonl': 'Its complete log, one event per line, with all branches.',
  'sessions/<n>.attachments/': 'Its attachments, named by the message and their place in it.',
  'agents/<agent>/': "An agent's files, such as SOUL.md and MEMORY.md.",
  'settings/gatehouse.json5': 'The configuration file; secrets are replaced by placeholders.',
  'settings/preferences.json': 'Preferences of the app.',
  'settings/personas.json': 'Personas.',
  'schedules.json': 'Schedules.',
  'approvals.jsonl': 'Approvals, one per line.',
  'approval-rules.json': 'Rules that allow commands without asking.',
  'usage.jsonl': 'Tokens and cost of every model call.',
  'audit.jsonl': 'The audit log, oldest first, with its hash chain.',
} as const;

/** How far an export is. */
export type OnProgress = (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;

/** How an export is written. */
export interface ExportOptions {
  /** Noted in the manifest. */
  readonly version: string;
  /** One compressed file instead of a folder. */
  readonly archive: boolean;
  readonly onProgress: OnProgress;
}

type Ports = Pick<EnginePorts, 'store' | 'config' | 'userFiles' | 'clock'>;

/** Writes an export to a new folder, or to one compressed archive. @throws {GatewayError} `EXPORT_FAILED` */
export async function writeExport(ports: Ports, options: ExportOptions): Promise<UserExport> {
  let folder: ExportFolder | undefined;
  try {
    folder = await ports.userFiles.beginExport();
    return await fillFolder(folder, ports, options);
  } catch (error) {
    // An incomplete export must not look like a complete one, or fill the disk.
    await folder?.discard();
    const hint = 'Check the free disk space and the permissions of the folder, then retry.';
    throw unavailable(`Couldn't write the export: ${errorMessage(error)}`, {
      details: { code: 'EXPORT_FAILED', hint },
    });
  }
}

async function fillFolder(
  folder: ExportFolder,
  ports: Ports,
  { version, archive, onProgress }: ExportOptions,
): Promise<UserExport> {
  const warnings: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      warnings.push(`Couldn't export ${what}: ${errorMessage(error)}`);
      return false;
    }
  };
  const keys = await ports.store.sessions.keys();
  let exported = 0;
  for (const [index, key] of keys.entries()) {
    onProgress({ step: 'sessions', done: index, total: keys.length });
    const name = `sessions/${String(index + 1).padStart(5, '0')}`;
    if (
      await attempt(`session ${key}`, () =>
        writeSession({ folder, name, key, warn: (text) => void warnings.push(text) }, ports),
      )
    )
      exported += 1;
  }
  for (const [index, [what, write]] of PARTS.entries()) {
    onProgress({ step: what, done: index, total: PARTS.length });
    await attempt(what, () => write(folder, ports));
  }
  const facts = { version, createdAt: ports.clock.now(), sessions: keys.length, exported, warnings };
  const manifest = { format: 'gatehouse-export', formatVersion: FORMAT_VERSION, ...facts, contents: CONTENTS };
  await folder.write('manifest.json', [`${JSON.stringify(manifest, undefined, 2)}\n`]);
  const result = { ok: true, path: folder.path, sessions: keys.length, exported, warnings } as const;
  if (!archive) return result;
  onProgress({ step: 'archive', done: 0, total: 1 });
  return { ...result, ...(await folder.pack()) };
}

type WritePart = (folder: ExportFolder, ports: Ports) => Promise<void>;

/** Everything besides sessions. */
const PARTS: readonly (readonly [what: string, write: WritePart])[] = [
  ['usage', writeUsage],
  ['approvals', writeApprovals],
  ['approval rules', writeRules],
  ['schedules', writeSchedules],
  ['settings', writeSettings],
  ['agent files', writeAgentFiles],
  ['audit log', writeAudit],
];

interface SessionExport {
  readonly folder: ExportFolder;
  /** Start of the names of its files. */
  readonly name: string;
  readonly key: string;
  readonly warn: (text: string) => void;
}

/** Writes the record, the transcript as shown, the log with every event, and the attachments. */
async function writeSession({ folder, name, key, warn }: SessionExport, { store }: Ports): Promise<void> {
  const record = await store.sessions.get(key);
  await folder.write(`${name}.json`, [toJson({ record })]);
  const { rows } = await store.sessions.rows(key, { limit: ALL, offset: 0 });
  const lines = rows.map(({ json }) => `${json}\n`);
  await folder.write(`${name}.transcript.jsonl`, lines);
  const events = await store.sessions.events(key, 1);
  await folder.write(`${name}.events.jsonl`, toLines(events));
  for (const { id, attached } of events.flatMap(withAttachments))
    for (const [index, one] of attached.entries()) {
      const stem = `${name}.attachments/${id.replaceAll(/[^\w-]/g, '_')}-${index + 1}`;
      if (!(await writeAttachment(folder, stem, one)))
        warn(
          `Couldn't export attachment ${index + 1} of message ${id} in session ${key}: its content is missing or damaged.`,
        );
    }
}

interface Attachments {
  readonly id: string;
  readonly attached: readonly (ImageBlock | AttachedFile)[];
}

function withAttachments(event: SessionEvent): readonly Attachments[] {
  if (event.type !== 'message.accepted') return [];
  const { messageId: id, images = [], files = [] } = event;
  return [{ id, attached: [...images, ...files] }];
}

/** False if the content is lost. */
async function writeAttachment(folder: ExportFolder, stem: string, one: ImageBlock | AttachedFile): Promise<boolean> {
  if (one.type === 'textFile') {
    await folder.write(`${stem}.txt`, [one.text]);
    return true;
  }
  const { data } = one;
  if (data === '') return false;
  await folder.writeBase64(`${stem}.${toExtension(one)}`, data);
  return true;
}

/** `png` for `image/png`; never a path. */
function toExtension(one: ImageBlock | Exclude<AttachedFile, { readonly type: 'textFile' }>): string {
  if (one.type === 'pdf') return 'pdf';
  const pattern = one.type === 'image' ? /^image\/(\w+)/ : /\.(\w{1,10})$/;
  return pattern.exec(one.type === 'image' ? one.mimeType : one.name)?.[1] ?? 'bin';
}

async function writeUsage(folder: ExportFolder, { store }: Ports): Promise<void> {
  const groups = await store.usage.groups(ALL_TIME, ['sessionKey']);
  const records = await Promise.all(groups.map(({ sessionKey = '' }) => store.usage.records(sessionKey)));
  await folder.write('usage.jsonl', toLines(records.flat()));
}

async function writeApprovals(folder: ExportFolder, { store }: Ports): Promise<void> {
  const pending = await store.approvals.list({ status: 'pending', limit: MAX_APPROVALS });
  const resolved = await store.approvals.list({ status: 'resolved', limit: MAX_APPROVALS });
  await folder.write('approvals.jsonl', toLines([...pending, ...resolved]));
}

async function writeRules(folder: ExportFolder, { store }: Ports): Promise<void> {
  await folder.write('approval-rules.json', [toJson(await store.approvals.rules())]);
}

async function writeSchedules(folder: ExportFolder, { store }: Ports): Promise<void> {
  await folder.write('schedules.json', [toJson(await store.schedules.list())]);
}

/** The snapshot has placeholders instead of secrets. */
async function writeSettings(folder: ExportFolder, { store, config }: Ports): Promise<void> {
  const { raw } = await config.snapshot();
  if (raw !== null) await folder.write('settings/gatehouse.json5', [raw]);
  await folder.write('settings/preferences.json', [toJson((await store.settings.get('preferences')) ?? {})]);
  const personas = (await store.settings.list('persona.')).map(({ value }) => value);
  await folder.write('settings/personas.json', [toJson(personas)]);
}

async function writeAgentFiles(folder: ExportFolder, ports: Ports): Promise<void> {
  const workspaces = ports.config.settings().agents.map(({ agentId, workspace }) => ({ agentId, folder: workspace }));
  for (const { agentId, name, text } of await ports.userFiles.agentFiles(workspaces))
    await folder.write(`agents/${agentId}/${name}`, [text]);
}

async function writeAudit(folder: ExportFolder, { store }: Ports): Promise<void> {
  const pages: (readonly { readonly seq: number }[])[] = [];
  for (let before: number | undefined; ;) {
    const page = await store.audit.list({ limit: AUDIT_PAGE, ...(before === undefined ? {} : { before }) });
    pages.push(page);
    before = page.at(-1)?.seq;
    if (page.length < AUDIT_PAGE || before === undefined) break;
  }
  await folder.write('audit.jsonl', toLines(pages.flat().toReversed()));
}

function toLines(values: readonly unknown[]): readonly string[] {
  return values.map((value) => `${JSON.stringify(value)}\n`);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
