# SPDX-License-Identifier: Apache-2.0
"""Makes files that nobody expects, and asks of the program that it stays calm."""
