// The OpenAPI document is complete, consistent, and describes what the gateway really sends.
// Proves: GW-11, QA-3
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '#gateway/http/routes.ts';
import { HTTP_OPERATIONS } from '#contract/http/operations.ts';
import { openApiDocument, routeOf } from '#scripts/generate-openapi.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected } from './support/raw-socket.ts';

const HOOK_TOKEN = 'token-of-the-hooks-0123456789';
const text = openApiDocument();

interface Media {
  readonly schema: { readonly $ref?: string };
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly unknown[];
  readonly 'x-scope'?: string;
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

// Its parts are checked below.
const openApi = JSON.parse(text) as Document;
const operations = Object.entries(openApi.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
);

describe('the OpenAPI document', () => {
  it('is up to date', () => {
    expect(readFileSync(join(PROJECT_ROOT, 'docs/openapi.json'), 'utf8')).toBe(text);
  });

  it('covers every route and method, and nothing else', () => {
    const documented = new Set(Object.keys(HTTP_OPERATIONS));
    const served = ROUTES.flatMap(({ paths, verbs }) =>
      paths.flatMap((path) =>
        verbs.filter((verb) => verb !== 'HEAD').map((verb) => `${verb} ${path.replace('*', '')}`),
      ),
    );
    expect(served.filter((name) => !documented.has(name))).toEqual([]);
    // Throws for an operation without a route.
    for (const { verb, path } of operations) expect(routeOf(verb.toUpperCase(), path)).toBeDefined();
  });

  it('resolves all references, declares all path parameters, and has unique IDs', () => {
    expect(openApi.openapi).toBe('3.1.0');
    const references = [...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
    expect(references.filter((name) => !(name in openApi.components.schemas))).toEqual([]);
    expect(Object.keys(openApi.components.schemas).filter((name) => !references.includes(name))).toEqual([]);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      expect(declared, path).toEqual(placeholders);
      for (const response of Object.values(operation.responses)) expect(response.description).not.toBe('');
    }
  });

  it('states the scope of each operation that needs one', () => {
    for (const { path, verb, operation } of operations) {
      const { scope } = routeOf(verb.toUpperCase(), path);
      expect(operation['x-scope'], path).toBe(scope === 'none' ? undefined : scope);
      if (scope === 'none') expect(operation.security, path).toBeDefined();
    }
  });
});

describe('responses', () => {
  let gateway: ProtocolHost;
  beforeAll(async () => {
    gateway = await startProtocolHost(() => ({ steps: [{ say: 'done' }] }), {
      config: { hooks: { enabled: true, token: HOOK_TOKEN, mappings: { build: { message: 'Look at the build.' } } } },
    });
    const socket = await connected(gateway.url);
    await socket.request('model', 'setup.choose', { model: 'anthropic/claude-sonnet-4-5', done: true });
    await socket.request('session', 'sessions.create', { key: 'agent:main:openapi' });
    socket.close();
  });
  afterAll(() => gateway.stop());

  const CHAT = { model: 'openclaw', messages: [{ role: 'user', content: 'hi' }] };
  const SESSION = encodeURIComponent('agent:main:openapi');

  it.each<readonly [string, string, number, { readonly body?: unknown; readonly token?: string }]>([
    ['GET /healthz', '/healthz', 200, { token: '' }],
    ['GET /readyz', '/readyz', 200, { token: '' }],
    ['GET /startupz', '/startupz', 200, { token: '' }],
    ['GET /auth/session', '/auth/session', 200, { token: '' }],
    ['POST /auth/session', '/auth/session', 400, { token: '', body: { code: 'wrong' } }],
    ['POST /auth/logout', '/auth/logout', 200, { token: '', body: {} }],
    ['GET /metrics', '/metrics', 401, { token: '' }],
    ['GET /v1/models', '/v1/models', 200, {}],
    ['GET /v1/models', '/v1/models', 401, { token: '' }],
    ['GET /v1/models/{id}', '/v1/models/openclaw%2Fdefault', 200, {}],
    ['GET /v1/models/{id}', '/v1/models/unknown', 404, {}],
    ['POST /v1/chat/completions', '/v1/chat/completions', 200, { body: CHAT }],
    ['POST /v1/chat/completions', '/v1/chat/completions', 400, { body: {} }],
    ['POST /v1/responses', '/v1/responses', 200, { body: { model: 'openclaw', input: 'hi' } }],
    ['POST /tools/invoke', '/tools/invoke', 200, { body: { tool: 'list', args: { path: '.' } } }],
    ['POST /tools/invoke', '/tools/invoke', 400, { body: {} }],
    ['POST /tools/invoke', '/tools/invoke', 404, { body: { tool: 'unknown' } }],
    ['POST /hooks/wake', '/hooks/wake', 200, { token: HOOK_TOKEN, body: { text: 'wake up' } }],
    ['POST /hooks/wake', '/hooks/wake', 400, { token: HOOK_TOKEN, body: {} }],
    ['POST /hooks/agent', '/hooks/agent', 200, { token: HOOK_TOKEN, body: { message: 'hi' } }],
    ['POST /hooks/{name}', '/hooks/build', 200, { token: HOOK_TOKEN, body: { failed: 2 } }],
    ['GET /sessions/{key}/history', `/sessions/${SESSION}/history`, 200, {}],
    ['GET /sessions/{key}/history', '/sessions/agent%3Amain%3Anone/history', 404, {}],
    ['POST /sessions/{key}/kill', `/sessions/${SESSION}/kill`, 200, { body: {} }],
    ['GET /console/history', `/console/history?sessionKey=${SESSION}&limit=2&errorsOnly=false`, 200, {}],
    ['GET /console/history', `/console/history?sessionKey=${SESSION}&limit=many`, 400, {}],
    ['GET /console/history', '/console/history', 400, {}],
    [
      'POST /console/analyze',
      '/console/analyze',
      200,
      { body: { text: 'TypeError: x is not a function\n    at a.js:1:2' } },
    ],
    ['POST /console/analyze', '/console/analyze', 400, { body: {} }],
    ['DELETE /console/clear', `/console/clear?sessionKey=${SESSION}`, 200, {}],
    ['DELETE /console/clear', '/console/clear?project=', 400, {}],
    ['GET /control-ui-config.json', '/control-ui-config.json', 200, {}],
    ['GET /avatar/{agentId}', '/avatar/main?meta=1', 200, {}],
  ])('of %s (%s) with status %i match their schema', async (name, path, status, { body, token = TOKEN }) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const [method = ''] = name.split(' ');
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(gateway.address.origin + path, request);
    const json: unknown = await response.json();
    expect({ status: response.status, json }).toMatchObject({ status });
    const schema = schemaOf(name, status);
    expect([...Value.Errors(schema.context, schema.root, json)], JSON.stringify(json)).toEqual([]);
  });

  /** The documented schema of a response, with all others for its references. */
  function schemaOf(name: string, status: number) {
    const [verb = '', path = ''] = name.split(' ');
    const media = openApi.paths[path]?.[verb.toLowerCase()]?.responses[status]?.content?.['application/json'];
    const body = /\w+$/.exec(media?.schema.$ref ?? '')?.[0] ?? '';
    const local = JSON.stringify(openApi.components.schemas).replaceAll('#/components/schemas/', '');
    const context: Record<string, object> = JSON.parse(local);
    expect(Object.keys(context)).toContain(body);
    return { context, root: context[body] ?? {} };
  }
});
