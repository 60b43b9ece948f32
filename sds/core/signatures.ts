/** Names what others have left on a disk, so that it is never overwritten by mistake and the admin is told what is there. */

import { mib } from '../../common/units.ts';

/** How much of a disk's beginning is looked at: partition tables and file systems have something there. */
export const inspectedBytes = mib;
/** And of its end: GPT and older md keep a copy there, from which a wiped disk would be restored. */
export const inspectedEndBytes = 128 * 1024;

interface Signature {
  readonly what: string;
  readonly at: number;
  readonly bytes: string;
}

/** The commonest first: a file system that lies over an old partition table is what the admin knows it as. */
const signatures: readonly Signature[] = [
  { what: 'an XFS file system', at: 0, bytes: 'XFSB' },
  { what: 'an ext2, ext3 or ext4 file system', at: 1080, bytes: '\x53\xef' },
  { what: 'a Btrfs file system', at: 65_600, bytes: '_BHRfS_M' },
  { what: 'encrypted data (LUKS)', at: 0, bytes: 'LUKS\xba\xbe' },
  { what: 'a physical volume of LVM', at: 536, bytes: 'LVM2 001' },
  { what: 'a member of a Linux RAID', at: 4096, bytes: '\xfc\x4e\x2b\xa9' },
  { what: 'a member of a Linux RAID', at: 0, bytes: '\xfc\x4e\x2b\xa9' },
  { what: 'a swap area', at: 4086, bytes: 'SWAPSPACE2' },
  { what: 'an NTFS file system', at: 3, bytes: 'NTFS    ' },
  { what: 'an exFAT file system', at: 3, bytes: 'EXFAT   ' },
  { what: 'a Ceph OSD', at: 0, bytes: 'bluestore block device' },
  { what: 'a GPT partition table', at: 512, bytes: 'EFI PART' },
  { what: 'a GPT partition table', at: 4096, bytes: 'EFI PART' },
  { what: 'an MBR partition table or boot sector', at: 510, bytes: '\x55\xaa' },
];

/** Of a disk's first bytes; undefined when all of them are zero. */
export function contentAtBeginning(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const { what, at, bytes: mark } of signatures) {
    if (buffer.toString('latin1', at, at + mark.length) === mark) return what;
  }
  const first = buffer.findIndex((byte) => byte !== 0);
  return first < 0 ? undefined : `data that sio does not know, from byte ${first} on`;
}

/** Of a disk's last bytes; undefined when no signature is among them. What else lies there does no harm. */
export function contentAtEnd(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const sectorBytes of [512, 4096]) {
    const at = buffer.length - sectorBytes;
    if (at >= 0 && buffer.toString('latin1', at, at + 8) === 'EFI PART')
      return 'the second copy of a GPT partition table';
  }
  // Version 0.90 of the md superblock: 64 KiB before the last multiple of 64 KiB.
  for (let at = 0; at + 4 <= buffer.length; at += 4096) {
    if (buffer.toString('latin1', at, at + 4) === '\xfc\x4e\x2b\xa9') return 'a member of a Linux RAID';
  }
  return undefined;
}
