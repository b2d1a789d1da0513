// The configuration file: whether it is valid, and whether it contains secrets that belong elsewhere.
import { isJsonObject } from '#contract/types/json-object.ts';
import { type Check, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

/** Keys whose values are secrets. References such as `${NAME}` are fine. */
const SECRET_KEY = /^(apiKey|token|botToken|appToken|secret|password|accessToken|verifyToken)$/i;
const REFERENCE = /\$\{[^}]+\}/;

export const CONFIGURATION_CHECK: Check = {
  id: 'configuration',
  title: 'Configuration',
  run: async (facts) => [...validity(facts), ...secrets(facts)],
};

function validity({ configuration, configurationFile, configurationError }: DoctorFacts): readonly Finding[] {
  if (configuration === undefined) return [problem(`${configurationFile} can't be read: ${configurationError ?? ''}`)];
  if (configuration.issues.length === 0)
    return [ok(configuration.text === null ? 'No file: the defaults apply' : `${configurationFile} is valid`)];
  return configuration.issues.map(({ path, message }) =>
    problem(
      `${configurationFile}: ${path === '' ? '' : `${path}: `}${message}`,
      'Fix the file, or move it elsewhere to start with the defaults.',
    ),
  );
}

function secrets({ configuration }: DoctorFacts): readonly Finding[] {
  return findSecrets(configuration?.sourced, '').map((path) =>
    warning(
      `${path} in the configuration contains a secret as plain text`,
      'Enter it in the app, where it is encrypted, or replace it by a reference such as ${NAME}.',
    ),
  );
}

function findSecrets(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => findSecrets(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const isPlain = typeof item === 'string' && item !== '' && SECRET_KEY.test(key) && !REFERENCE.test(item);
    return isPlain ? [at] : findSecrets(item, at);
  });
}
