/**
 * The helper thread of CopyService: copies ranges between two open files with as few calls as their places allow.
 * Ranges near one another in the source are read with one call; what stands side by side in the target is written with one.
 */

import * as fs from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { must } from '../assert.ts';
import type { CopyReply, CopyRequest } from './copy-service.ts';
import { systemCodeOf } from './system-errors.ts';

/** The most that one call reads. */
const windowBytes = 4 * 1024 * 1024;

/** Reading over a gap of this size costs less than another call. */
const nearBytes = 64 * 1024;

/** Below IOV_MAX, so that one run is one system call. */
const maximumRunBuffers = 1024;

const port = must(parentPort, 'the port of the thread that started this one');

const window = Buffer.allocUnsafeSlow(windowBytes);

function readWindow(fd: number, position: number, length: number): void {
  let count = 0;
  while (count < length) {
    const read = fs.readSync(fd, window, count, length - count, position + count);
    if (read === 0) break;
    count += read;
  }
  // Beyond the end of the source there are zeros, as in a hole.
  window.fill(0, count, length);
}

function writeRun(fd: number, buffers: readonly Uint8Array[], position: number): void {
  let at = position;
  let left = buffers;
  while (left.length > 0) {
    let written = fs.writevSync(fd, left, at);
    at += written;
    let index = 0;
    for (const buffer of left) {
      if (written < buffer.length) break;
      written -= buffer.length;
      index++;
    }
    const cut = left[index];
    left = cut === undefined ? [] : [cut.subarray(written), ...left.slice(index + 1)];
  }
}

/** Copies ranges `first` to `last` whose source lies within `[start, end)`, at most a window long. */
function copyGroup(request: CopyRequest, first: number, last: number, start: number, end: number): void {
  const { sourceFd, targetFd, ranges } = request;
  readWindow(sourceFd, start, end - start);
  let run: Uint8Array[] = [];
  let runStart = 0;
  let runEnd = 0;
  for (let index = first; index < last; index++) {
    const from = must(ranges[index * 3], 'from') - start;
    const to = must(ranges[index * 3 + 1], 'to');
    const length = must(ranges[index * 3 + 2], 'length');
    if (run.length > 0 && (to !== runEnd || run.length === maximumRunBuffers)) {
      writeRun(targetFd, run, runStart);
      run = [];
    }
    if (run.length === 0) runStart = to;
    run.push(window.subarray(from, from + length));
    runEnd = to + length;
  }
  if (run.length > 0) writeRun(targetFd, run, runStart);
}

/** A range longer than the window. */
function copyLong(request: CopyRequest, from: number, to: number, length: number): void {
  for (let done = 0; done < length; done += windowBytes) {
    const piece = Math.min(windowBytes, length - done);
    readWindow(request.sourceFd, from + done, piece);
    writeRun(request.targetFd, [window.subarray(0, piece)], to + done);
  }
}

function copyAll(request: CopyRequest): void {
  const { ranges } = request;
  const count = ranges.length / 3;
  let index = 0;
  while (index < count) {
    let start = must(ranges[index * 3], 'from');
    let end = start + must(ranges[index * 3 + 2], 'length');
    if (end - start > windowBytes) {
      copyLong(request, start, must(ranges[index * 3 + 1], 'to'), end - start);
      index++;
      continue;
    }
    let last = index + 1;
    while (last < count) {
      const from = must(ranges[last * 3], 'from');
      const until = from + must(ranges[last * 3 + 2], 'length');
      const nextStart = Math.min(start, from);
      const nextEnd = Math.max(end, until);
      if (from > end + nearBytes || until < start - nearBytes || nextEnd - nextStart > windowBytes) break;
      start = nextStart;
      end = nextEnd;
      last++;
    }
    copyGroup(request, index, last, start, end);
    index = last;
  }
}

port.on('message', (request: CopyRequest) => {
  let reply: CopyReply = { id: request.id, error: undefined };
  try {
    copyAll(request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply = { id: request.id, error: { message, code: systemCodeOf(error) ?? 'UNKNOWN' } };
  }
  port.postMessage(reply);
});
