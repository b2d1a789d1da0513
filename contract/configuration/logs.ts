// Configuration of log files.
import { choice, section } from './define-key.ts';

/** `logs`. */
export const LOGS = section('Logs', 'Log files.', {
  level: choice('Level', 'Minimum log level.', ['debug', 'info', 'warn', 'error'], 'info'),
});
