// Opens services that keep files in the home folder: versions, uploads, and terminals.
import { dirname, join } from 'node:path';
import type { Home } from '#adapters/home/open-home.ts';
import { openTerminalRecords } from '#adapters/terminals/open-terminal-records.ts';
import { openUploadStaging } from '#adapters/uploads/open-upload-staging.ts';
import { FileVersions } from '#core/files/file-versions.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import type { Store } from '#core/ports/store.ts';
import { KeptTerminals, type KeptTerminalsPorts } from '#core/terminals/kept-terminals.ts';
import { Uploads, type UploadPorts } from '#core/uploads/uploads.ts';

type Closers = (() => void | Promise<void>)[];

interface VersionParts extends Pick<UploadPorts, 'clock' | 'log'> {
  readonly store: Pick<Store, 'fileVersions' | 'blobs'>;
}

/** The versions of files. Old ones are removed until they are closed. */
export function openVersions({ store, clock, log }: VersionParts, closers: Closers): FileVersions {
  const versions = new FileVersions({ store: store.fileVersions, blobs: store.blobs, clock, log: log.part('files') });
  versions.start();
  closers.push(() => versions.stop());
  return versions;
}

/** The uploads of a gateway. */
export function openUploads(
  { home, log, ...parts }: Omit<UploadPorts, 'staging'> & { readonly home: Home },
  closers: Closers,
): Uploads {
  const staging = openUploadStaging(join(dirname(home.database), 'uploads'));
  const uploads = new Uploads({ ...parts, staging, log: log.part('uploads') });
  closers.push(() => uploads.stop());
  return uploads;
}

interface TerminalParts extends Pick<KeptTerminalsPorts, 'secretGuard' | 'clock'> {
  readonly home: Home;
  readonly store: Pick<Store, 'sessions'>;
  readonly config: Pick<ConfigPort, 'settings'>;
}

/** The kept terminals of a gateway. */
export function openKeptTerminals({ home, store, config, ...parts }: TerminalParts): KeptTerminals {
  const records = openTerminalRecords(join(dirname(home.database), 'terminals'));
  return new KeptTerminals({ ...parts, records, sessions: store.sessions, settings: () => config.settings() });
}
