/**
 * A program of its own: unpacks the test browser into the folder that TMPDIR names, and prints where the executable is.
 * Its environment must name AWS_LAMBDA_JS_RUNTIME, or the libraries that a bare Debian lacks are not unpacked.
 */
import chromium from '@sparticuz/chromium'

console.log(await chromium.executablePath())
