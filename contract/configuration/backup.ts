// Configuration of encrypted backups.
import { flag, integer, list, section, text, textOr } from './define-key.ts';

/** `backup`. */
export const BACKUP = section(
  'Backups',
  'Encrypted backups of everything in the home folder. Set the passphrase in Settings, or name recipients.',
  {
    enabled: flag('Enabled', 'Whether backups are created on a schedule.', false),
    schedule: textOr(
      'Schedule',
      'When backups are created, as a cron expression in the time zone of the gateway.',
      '0 3 * * *',
      {
        maxLength: 200,
      },
    ),
    keep: integer('Backups to keep', 'How many backups are kept. Older ones are deleted.', 7, [1, 1_000]),
    recipients: list(
      'Recipients',
      "Public keys of age. Backups are encrypted for their holders instead of with a passphrase, so this gateway can't open them.",
      20,
      { pattern: '^age1[a-z0-9]+$', maxLength: 4_000 },
    ),
    folder: text(
      'Folder',
      'Absolute path where backups are stored. Default: `backups` in the data folder. Ignored if `s3.bucket` is set.',
      {
        maxLength: 1_000,
        'x-sample': '/mnt/disk/gatehouse',
      },
    ),
    s3: section(
      'S3-compatible storage',
      'Stores backups in a bucket instead of a folder. Set the secret access key in Settings.',
      {
        endpoint: text('Endpoint', 'Address of the service.', {
          pattern: '^https?://',
          maxLength: 500,
          'x-sample': 'https://s3.eu-central-1.amazonaws.com',
        }),
        region: textOr('Region', 'Region of the bucket.', 'us-east-1', { maxLength: 100 }),
        bucket: text('Bucket', 'Name of the bucket.', {
          pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{1,253}$',
          maxLength: 255,
          'x-sample': 'my-backups',
        }),
        prefix: textOr('Prefix', 'Start of the names of the backups, such as `gatehouse/`.', '', {
          pattern: '^([A-Za-z0-9._-]+/)*[A-Za-z0-9._-]*$',
          maxLength: 200,
        }),
        accessKeyId: text('Access key ID', 'ID of the access key.', {
          maxLength: 200,
          'x-sample': 'AKIAIOSFODNN7EXAMPLE',
        }),
      },
    ),
  },
);
