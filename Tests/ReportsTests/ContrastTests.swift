// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Reports

/// WCAG 2.2: 4.5 for text, 3 for what a chart shows and for the edges of controls.
@Suite struct ContrastTests {
    private static let style = String(decoding: PackageResources.report_css, as: UTF8.self)

    @Test("Text stands out from what is behind it", arguments: ["light", "dark"])
    func text(_ scheme: String) throws {
        let colors = Self.colors(scheme)
        for paper in ["paper", "soft"] {
            for ink in ["ink", "muted", "accent"] { #expect(try Self.ratio(colors, ink, paper) >= 4.5, "\(ink) on \(paper)") }
        }
        #expect(try Self.ratio(colors, "bad", "paper") >= 4.5)
        #expect(try Self.ratio(colors, "ink", "warn-paper") >= 4.5)
    }

    @Test("Bars, marks and edges stand out", arguments: ["light", "dark"])
    func graphics(_ scheme: String) throws {
        let colors = Self.colors(scheme)
        for color in ["keep", "change", "remove", "add", "good", "bad", "rest", "warn-line"] {
            #expect(try Self.ratio(colors, color, "paper") >= 3, "\(color)")
        }
        for color in ["change", "bad"] { #expect(try Self.ratio(colors, color, "soft") >= 3, "\(color) on its track") }
        let opacities = Self.style.matches(of: /fill-opacity: ([0-9.]+)/).compactMap { Double(String($0.1)) }
        let least = try #require(opacities.min())
        for color in ["change", "remove", "rest"] {
            #expect(try Self.ratio(colors, color, "paper", opacity: color == "rest" ? 0.85 : least) >= 3, "\(color)")
        }
    }

    /// Each color of the style is one of these variables: no other is written anywhere.
    @Test func colorsAreVariables() {
        let rest = Self.style.replacing(/--[a-z-]+: #[0-9a-f]{6};/, with: "")
        #expect(!rest.contains(/#[0-9a-fA-F]{3,8}\b/))
        #expect(!rest.contains(/\b(rgb|hsl)a?\(/))
        #expect(Set(Self.colors("light").keys) == Set(Self.colors("dark").keys))
        #expect(Set(Self.block("light").keys) == Set(Self.block("dark").keys))
    }

    private static func block(_ scheme: String) -> [String: String] {
        let roots = style.matches(of: /:root \{([^}]*)\}/).map { String($0.1) }
        let root = scheme == "light" ? roots[0] : roots[1]
        return Dictionary(uniqueKeysWithValues: root.matches(of: /--([a-z-]+): (#[0-9a-f]{6});/).map { (String($0.1), String($0.2)) })
    }

    private static func colors(_ scheme: String) -> [String: [Double]] {
        block(scheme).mapValues { hex in
            let value = Int(hex.dropFirst(), radix: 16) ?? 0
            return [value >> 16, value >> 8, value].map { Double($0 & 255) / 255 }
        }
    }

    private static func ratio(_ colors: [String: [Double]], _ first: String, _ second: String, opacity: Double = 1) throws -> Double {
        let paper = try #require(colors[second]), ink = try #require(colors[first])
        func luminance(_ color: [Double]) -> Double {
            let linear = color.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }
        let blended = zip(ink, paper).map { $0 * opacity + $1 * (1 - opacity) }
        let (one, other) = (luminance(blended), luminance(paper))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }
}
