/** What must be true of every native file that is packed; pure, so that small made files can be tried. */
import type { NativeFile } from './native-file.ts';
import { NEWEST_GLIBC, type Target } from './targets.ts';

export interface PackedFile {
  /** Path below the packed tree, with `/`. */
  path: string;
  native: NativeFile;
}

export interface Finding {
  code: 'FOREIGN' | 'MISSING_LIBRARY' | 'MISSING_RUNTIME' | 'OTHER_NODE' | 'TOO_NEW';
  path: string;
  /** For the person who packs. */
  words: string;
}

/** Libraries that every Windows 10 has (`api-ms-…` and `ext-ms-…` are names for parts of them). */
const WINDOWS_OWN = new Set(
  [
    'advapi32 bcrypt bcryptprimitives cfgmgr32 combase comctl32 comdlg32 crypt32 d3d11 d3d12 dbghelp dnsapi dwmapi dwrite',
    'dxgi gdi32 gdiplus imm32 iphlpapi kernel32 kernelbase mf mfplat mpr msvcrt ncrypt netapi32 normaliz ntdll ole32',
    'oleacc oleaut32 powrprof propsys psapi rpcrt4 secur32 setupapi shell32 shlwapi ucrtbase user32 userenv usp10 uxtheme',
    'version wevtapi winhttp winmm winspool ws2_32 wsock32 wtsapi32',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `${name}.dll`),
);

/** What onnxruntime looks for only when a graphics card is asked for, and the name under which addons know their own program. */
const NEVER_CALLED = new Set(['directml.dll', 'node.exe']);

/** The Visual C++ runtime: not part of Windows, may be handed on beside a program (Microsoft's "REDIST list"). */
const VISUAL_CPP = /^(vcruntime140|msvcp140|concrt140|vcomp140)(_\w+)?\.dll$/i;

/** Libraries that every Linux desktop has, under their stable names. */
const LINUX_OWN =
  /^(linux-vdso|ld-linux-x86-64|ld-linux-aarch64|libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+)\.so(\.\d+)?$/;
/** What gcc 8 brings, the compiler of UOS 20 and Kylin V10. */
const NEWEST: Record<string, string> = { GLIBC: NEWEST_GLIBC, GLIBCXX: '3.4.25', CXXABI: '1.3.11' };

export const isWindowsOwn = (name: string): boolean =>
  WINDOWS_OWN.has(name.toLowerCase()) || /^(api|ext)-ms-/i.test(name);
export const isVisualCpp = (name: string): boolean => VISUAL_CPP.test(name);

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * @param files every native file of the packed tree
 * @returns what forbids packing, in the files' order; empty where all is well
 */
export function checkNatives(target: Target, files: readonly PackedFile[]): Finding[] {
  const present = new Set(files.map(({ path }) => path.toLowerCase()));
  return files.flatMap((file): Finding[] => {
    const { format, machine } = file.native;
    if (format !== target.format || machine !== target.cpu) {
      return [{ code: 'FOREIGN', path: file.path, words: `is for ${format} ${machine}, not for ${target.name}` }];
    }
    const beside = (name: string): boolean => present.has(`${folderOf(file.path)}${name}`.toLowerCase());
    return target.format === 'pe' ? windowsFindings(file, beside) : linuxFindings(file, beside);
  });
}

/** What a packer may accept for a trial alone: the program runs, but not on every machine, or not as it was tested. */
export const forTrial = ({ code }: Finding): boolean => code === 'MISSING_RUNTIME' || code === 'OTHER_NODE';

/** @param tested the version of Node that the tests run on */
export function checkNode(path: string, version: string, tested: string): Finding[] {
  return version === tested
    ? []
    : [{ code: 'OTHER_NODE', path, words: `is Node ${version}, the tests run on ${tested}` }];
}

function windowsFindings({ path, native }: PackedFile, beside: (name: string) => boolean): Finding[] {
  const later = native.needsLater.filter((name) => !NEVER_CALLED.has(name.toLowerCase()));
  return [...native.needs, ...later]
    .filter((name) => !isWindowsOwn(name) && !beside(name))
    .map((name) =>
      isVisualCpp(name)
        ? { code: 'MISSING_RUNTIME', path, words: `needs ${name} of the Visual C++ runtime beside it` }
        : { code: 'MISSING_LIBRARY', path, words: `needs ${name}, which is neither part of Windows nor beside it` },
    );
}

function linuxFindings({ path, native }: PackedFile, beside: (name: string) => boolean): Finding[] {
  const missing = native.needs
    .filter((name) => !LINUX_OWN.test(name) && !beside(name))
    .map((name): Finding => ({ code: 'MISSING_LIBRARY', path, words: `needs ${name}, which is not beside it` }));
  const tooNew = native.versions
    .filter((version) => {
      const [, family = '', number = ''] = /^([A-Z]+)_([\d.]+)$/.exec(version) ?? [];
      const newest = NEWEST[family];
      return newest !== undefined && compareVersions(number, newest) > 0;
    })
    .map((version): Finding => ({ code: 'TOO_NEW', path, words: `asks for ${version}` }));
  return [...missing, ...tooNew];
}

/** Below zero where `a` is older than `b`; numbers between dots count as numbers. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The newest version of a family (`GLIBC`) that any of the files asks for, or null. */
export function newestVersion(files: readonly PackedFile[], family: string): string | null {
  const found = files
    .flatMap(({ native }) => native.versions)
    .filter((version) => version.startsWith(`${family}_`) && /^[\d.]+$/.test(version.slice(family.length + 1)))
    .map((version) => version.slice(family.length + 1))
    .sort(compareVersions);
  return found.at(-1) ?? null;
}
