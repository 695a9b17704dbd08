/** In an installed app the engine's resources lie beside app.asar, because native code cannot look into it. */
import path from 'node:path';

/** The folder of the unpacked resources, or undefined where the app is not packed. */
export function unpackedResources(dist: string): string | undefined {
  const parts = dist.split(path.sep);
  const archive = parts.lastIndexOf('app.asar');
  return archive < 0 ? undefined : path.join(parts.with(archive, 'app.asar.unpacked').join(path.sep), 'resources');
}

/** Tells the engine where to look (it reads FUHAN_RESOURCES); also in the worker, which inherits the environment. */
export function useUnpackedResources(dist: string): void {
  const folder = unpackedResources(dist);
  if (folder !== undefined) process.env['FUHAN_RESOURCES'] = folder;
}
