// Options that a method declares as unsupported are rejected by name; those without effect are dropped.
import type { MethodDeclaration, UnsupportedOption } from '#contract/methods/define-method.ts';
import { GatewayError } from '#contract/wire/errors.ts';

type Declared = Pick<MethodDeclaration, 'unsupported' | 'ignores'>;

/** The params that the handler gets. @throws {GatewayError} `UNSUPPORTED_OPTION`, which names the option. */
export function supportedParams(method: string, params: unknown, declaration: Declared): unknown {
  const { unsupported = [], ignores = {} } = declaration;
  if (unsupported.length === 0 && declaration.ignores === undefined) return params;
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params;
  const given = new Map<string, unknown>(Object.entries(params));
  const refused = unsupported.find((option) => !isAccepted(option, given.get(getName(option))));
  if (refused !== undefined) throw unsupportedOption(method, refused);
  const dropped = [...unsupported.map(getName), ...Object.keys(ignores)].filter((name) => given.delete(name));
  return dropped.length === 0 ? params : Object.fromEntries(given);
}

function getName(option: UnsupportedOption): string {
  return typeof option === 'string' ? option : option.option;
}

/** Clients send many options by default, with a value that has no effect. */
function isAccepted(option: UnsupportedOption, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof option !== 'string') return option.accepts.includes(value);
  if (typeof value === 'object') return Object.keys(value).length === 0;
  return value === false || value === 0 || value === '';
}

function unsupportedOption(method: string, option: UnsupportedOption): GatewayError {
  const name = getName(option);
  const problem = typeof option === 'string' ? 'is not supported' : `only supports ${option.accepts.join(' or ')}`;
  return new GatewayError('INVALID_REQUEST', `invalid ${method} params: the option "${name}" ${problem}`, {
    details: { code: 'UNSUPPORTED_OPTION', option: name, hint: 'Leave this option out.' },
  });
}
