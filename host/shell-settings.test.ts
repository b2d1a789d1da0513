import { homedir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseModel, parsePort, productVersion, SettingError, settingsFromEnvironment } from './shell-settings.ts';

describe('shell settings', () => {
  it('have defaults', () => {
    expect(settingsFromEnvironment({})).toEqual({
      home: join(homedir(), '.gatehouse'),
      port: 18789,
      bind: '127.0.0.1',
    });
  });

  it('come from the environment, where an empty variable is unset', () => {
    const settings = settingsFromEnvironment({ GATEHOUSE_HOME: '/x/../y', GATEHOUSE_PORT: '0', GATEHOUSE_TOKEN: 't' });
    expect(settings).toEqual({ home: '/y', port: 0, bind: '127.0.0.1', token: 't' });
    expect(settingsFromEnvironment({ GATEHOUSE_PORT: '', GATEHOUSE_TOKEN: '' }).port).toBe(18789);
  });

  it('reject invalid ports', () => {
    for (const text of ['x', '-1', '65536', '1.5', ' 1', '0x10', '1e3']) {
      expect(() => parsePort(text, 'GATEHOUSE_PORT'), text).toThrow(SettingError);
    }
  });

  it('include a model, which must name its provider', () => {
    expect(settingsFromEnvironment({ GATEHOUSE_MODEL: 'anthropic/claude' }).model).toBe('anthropic/claude');
    for (const text of ['claude', '/claude', 'anthropic/', 'a b/c'])
      expect(() => parseModel(text, '--model'), text).toThrow(SettingError);
  });

  it('include the version of this installation', () => {
    expect(productVersion()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
