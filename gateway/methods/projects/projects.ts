// Projects: list, create, change, archive, delete, and restore.
import { defined } from '#contract/types/defined.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { CreateRequest } from '#core/projects/create-options.ts';
import { parseGitUrl } from '#core/projects/git-url.ts';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { makeCreateOperations } from './create-operations.ts';
import { toProject, toPublished, toPublishedList } from '../../openclaw/project-shapes.ts';

export const PROJECT_HANDLERS = defineHandlers({
  async 'projects.list'({ includeObserved = false }, { engine, connection }) {
    const canWrite = connection.holds('operator.write');
    const projects = (await engine.projects.list()).filter(({ archivedAt }) => archivedAt === undefined);
    return toPublishedList(projects, { canWrite, includeObserved });
  },

  async 'projects.register'({ path, name }, call) {
    const created = await create({ source: { kind: 'folder', path }, name }, call);
    return toPublished(created, true);
  },

  async 'projects.add'({ gitUrl, name }, call) {
    const created = await create({ source: { kind: 'git', url: gitUrl }, name }, call);
    return toPublished(created, true);
  },

  'projects.remove': async ({ id, deleteCheckout = false }, { engine, by }) => ({
    removed: await engine.projects.remove(id, deleteCheckout, by),
  }),

  async 'projects.searchRemote'({ query }, { engine, connection, signal }) {
    const repositories = await engine.projects.searchRemote(query, signal);
    if (repositories === undefined) return { credential: 'missing', projects: [] };
    const canWrite = connection.holds('operator.write');
    return { credential: 'configured', projects: repositories.filter((one) => canWrite || !one.private) };
  },

  async 'projects.catalog'({ archived, deleted = false }, call) {
    const { engine, connection } = call;
    const records = (await engine.projects.list({ deleted })).filter(
      ({ archivedAt }) => archived === undefined || (archivedAt !== undefined) === archived,
    );
    const projects = await Promise.all(records.map((record) => toProject(record, call)));
    const defaultProjectId = await engine.projects.default();
    const folder = connection.holds('operator.write') ? engine.projects.folder() : undefined;
    return { projects, ...defined({ defaultProjectId, folder }) };
  },

  'projects.get': async ({ id }, call) => toResult(await call.engine.projects.require(id), call),

  async 'projects.create'(params, call) {
    requireLocalGrant(params, call);
    const { operationId, ...request } = params;
    return toResult(await create(request, call, operationId), call);
  },

  'projects.create.cancel': ({ operationId }, { gateway, by }) => ({
    canceled: gateway.state(makeCreateOperations).cancel(operationId, by),
  }),

  'projects.rename': async ({ id, name }, call) => toResult(await call.engine.projects.rename(id, name, call.by), call),

  'projects.archive': async ({ id, archived = true }, call) =>
    toResult(await call.engine.projects.archive(id, archived, call.by), call),

  'projects.restore': async ({ id }, call) => toResult(await call.engine.projects.restore(id, call.by), call),

  async 'projects.use'({ id }, { engine, by }) {
    await engine.projects.use(id ?? undefined, by);
    return { ok: true };
  },

  'projects.templates.list': (_params, { engine }) => ({ templates: engine.projects.templates() }),

  'projects.templates.read': async ({ folder }, { engine }) => ({
    template: await engine.projects.readTemplate(folder),
  }),
});

function create(request: CreateRequest, call: Call, operationId?: string): Promise<ProjectRecord> {
  const { engine, gateway, by, progress } = call;
  const { source } = request;
  if (source.kind === 'git' && parseGitUrl(source.url).isLocal) requireAdmin(call);
  return gateway
    .state(makeCreateOperations)
    .run({ id: operationId, by }, call.signal, (signal) =>
      engine.projects.create(request, by, { signal, onProgress: progress }),
    );
}

/** Only an administrator may read or create folders anywhere on the computer. @throws {GatewayError} */
function requireLocalGrant({ source, parent }: MethodParams<'projects.create'>, call: Call): void {
  const isShipped =
    source.kind === 'template' && call.engine.projects.templates().some(({ id }) => id === source.template);
  const isLocal =
    source.kind === 'folder' ||
    parent !== undefined ||
    (source.kind === 'template' && !isShipped && !source.template.includes('://'));
  if (isLocal) requireAdmin(call);
}

function requireAdmin({ connection }: Call): void {
  if (!connection.holds('operator.admin')) throw missingScope('operator.admin');
}

async function toResult(record: ProjectRecord, call: Call) {
  return { project: await toProject(record, call) };
}
