/** Answers the contract's calls by which packages are checked and taken in. */
import type { PACKAGE_CALLS } from '../../../../shared/contract/index.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import { indexed, type Host } from '../../host/host.ts';
import { checkPackageAt } from './check.ts';
import { comparePacked, decidePacked } from './import-package.ts';

export function packageHandlers(host: Host): HandlersOf<Omit<typeof PACKAGE_CALLS, 'export.package'>> {
  const { db } = host;
  return {
    'package.check': ({ path }, work) => checkPackageAt(path, work),
    'package.compare': (input) => comparePacked(db, input),
    'package.decide': async (input, work) => indexed(host, await decidePacked(db, input, host.actor, work)),
  };
}
