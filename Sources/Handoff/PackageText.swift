// SPDX-License-Identifier: Apache-2.0

/// What a package says to the person who receives it.
package enum PackageText {
    package static let fileName = "README.txt"

    /// The command that checks every file of the release, from the folder of the package.
    package static let checksumCommand = "(cd release && sha256sum -c --quiet SHA256SUMS)"

    /// The command that checks the approval of a role, from the folder of the package.
    package static func signatureCommand(_ role: String) -> String {
        "openssl pkeyutl -verify -rawin -pubin -inkey approvals/\(role).pem -in HANDOFF.json -sigfile approvals/\(role).sig"
    }

    /// The command that checks that a document of the release is the one that was approved, from the folder of the package.
    package static func documentCommand(_ name: String, _ digest: String) -> String { "echo '\(digest)  release/\(name)' | sha256sum -c -" }

    /// The command that prints the fingerprint of a role's key, but for `SHA256:` and the padding.
    package static func fingerprintCommand(_ role: String) -> String {
        "openssl pkey -pubin -in approvals/\(role).pem -outform DER | openssl dgst -sha256 -binary | openssl base64"
    }

    /// `README.txt`, English and Chinese.
    package static func readMe(_ request: HandoffRequest, _ approvers: [Approvers.Approver]) -> String {
        let signatures = approvers.map { "    " + signatureCommand($0.role) }.joined(separator: "\n")
        let keys = approvers.map { "    \($0.role): \($0.key)" }.joined(separator: "\n")
        let documents = request.documents.sorted { $0.key < $1.key }.map { "    " + documentCommand($0.key, $0.value) }.joined(separator: "\n")
        let fingerprints = approvers.map { "    " + fingerprintCommand($0.role) }.joined(separator: "\n")
        return """
            DICOM images for \(request.recipient)
            Purpose: \(request.purpose)
            Use until: \(request.expires ?? "no end was set")

            What this is
            ------------
            release/        \(request.counts.files) de-identified DICOM files of \(request.counts.patients) patients, checksums, a report
            HANDOFF.json    what was approved: checksums of the documents of the release, counts, what was not done, purpose, end
            HANDOFF.html    the same on a page to print and to sign
            approvals/      the signatures of those who approved, and their public keys

            Check it
            --------
            You need nothing but sha256sum and openssl 3. In this folder:

                \(checksumCommand)
            \(signatures)

            The first prints nothing if every file is as it was released. Each of the others prints "Signature Verified Successfully".
            HANDOFF.json is what they signed. It names the checksums of the documents of the release, and these are:

            \(documents)

            Whoever changes this folder could change this text and the keys too. So ask the sender for the fingerprints of the keys by another way
            (telephone), and compare:

            \(keys)

            These commands print them without "SHA256:", with a "=" at the end:

            \(fingerprints)

            Was one file part of what was approved? Its checksum stands in release/SHA256SUMS, whose own stands in HANDOFF.json, which is signed.

            Rules
            -----
            Use the images for the purpose above only. Do not try to find out who the patients are. Delete the files when the time is over.
            Keep the UIDs and the Patient IDs: what you make comes back to the right patient by them.

            给收件人的说明
            --------------
            release/        已去标识化的 DICOM 文件 \(request.counts.files) 个，患者 \(request.counts.patients) 名，附校验和与报告
            HANDOFF.json    已批准的内容：发布文件的校验和、数量、未做的处理、用途、期限
            HANDOFF.html    同样内容的可打印页面
            approvals/      批准人的签名和公钥

            检查方法（只需要 sha256sum 和 openssl 3，在本文件夹中运行）：

                \(checksumCommand)
            \(signatures)

            第一条命令在所有文件未变时不输出任何内容；其余每条应显示 "Signature Verified Successfully"。
            HANDOFF.json 中记录了以下文件的校验和：

            \(documents)

            请通过其他途径（例如电话）向发送方核对公钥指纹：

            \(keys)

            仅可用于上述用途；不得尝试识别患者身份；到期后请删除。请保留 UID 与 Patient ID，以便结果返回正确的患者。

            """
    }
}
